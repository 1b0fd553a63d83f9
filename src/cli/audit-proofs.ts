import { writeFile } from 'node:fs/promises'
import { readHead } from '@projections/engine/head'
import { type Command, InvalidArgumentError } from 'commander'
import type { Connection } from '@/db/client'
import { contentsOf, positionOfEvent, positionsOfTicket } from '@/events/seals/find'
import type { Cabeza } from '@/events/seals/head'
import { AVISO, PROOF_FORMAT, proveConsistency, proveLeaves } from '@/events/seals/prove'
import { lastSeal } from '@/events/seals/store'
import { readHeads, requireHead, sealFailure } from './audit-support'
import { CliError, UsageError } from './failures'
import { type OutputOptions, printResult } from './output'
import { addRemoteOptions, type RemoteOptions, remoteOf } from './remote'
import { consistencyRemote, proveRemote } from './remote-audit'
import { withRuntime } from './work'

interface ProveOptions extends OutputOptions, RemoteOptions {
  readonly ticket?: number
  readonly conContenido?: boolean
  readonly into?: string
}

/** Adds `audit prove` and `audit consistency`. */
export function addProofCommands(audit: Command): void {
  addRemoteOptions(audit.command('prove'))
    .description('la prueba, en JSON, de que un evento está en el registro sellado')
    .argument('[evento]', 'su evento_id o su posición')
    .option('--ticket <id>', 'todos los eventos de un ticket', parseId)
    .option('--con-contenido', 'con el contenido y su sal, para comprobar también el texto')
    .option('--into <fichero>', 'la escribe en un fichero')
    .action(runProve)
  addRemoteOptions(audit.command('consistency'))
    .description('la prueba, en JSON, de que un sello continúa otro anterior')
    .argument('<viejo>', 'un sello guardado: fichero, o el JSON mismo')
    .argument('[nuevo]', 'otro posterior; el último si no se dice')
    .option('--into <fichero>', 'la escribe en un fichero')
    .action(runConsistency)
}

function parseId(text: string): number {
  const id = Number(text)
  if (!Number.isSafeInteger(id) || id < 1) throw new InvalidArgumentError('se esperaba un número')
  return id
}

async function runProve(reference: string | undefined, options: ProveOptions): Promise<void> {
  if ((reference === undefined) === (options.ticket === undefined))
    throw new UsageError('Diga un evento, o --ticket y su número.')
  const remote = remoteOf(options)
  if (remote && options.conContenido)
    throw new UsageError('Por la API una prueba no lleva contenido; lo lleva «audit export».')
  if (remote) return await hand(options, await proveRemote(remote, reference, options.ticket))
  const document = await withRuntime(async ({ db }) => {
    const admin = db.as('admin')
    const cabeza = requireHead(await lastSeal(admin))
    const posiciones = await positions(admin, reference, options)
    const pruebas = await proofs(admin, posiciones, cabeza, options.conContenido === true)
    return { formato: PROOF_FORMAT, aviso: AVISO, cabeza, pruebas }
  })
  await hand(options, document)
}

async function positions(
  db: Connection,
  reference: string | undefined,
  { ticket }: ProveOptions,
): Promise<number[]> {
  if (ticket !== undefined) {
    const found = await positionsOfTicket(db, ticket)
    if (found.length === 0) throw new CliError(`No existe el ticket ${ticket}.`)
    return found
  }
  if (reference !== undefined && /^\d{1,15}$/.test(reference)) return [Number(reference)]
  const found = await positionOfEvent(db, reference ?? '')
  if (found === null) throw new CliError(`No existe el evento ${reference ?? ''}.`)
  return [found]
}

async function proofs(
  db: Connection,
  posiciones: readonly number[],
  cabeza: Cabeza,
  withContent: boolean,
): Promise<object[]> {
  const [found, head] = [await proveLeaves(db, posiciones, cabeza), await readHead(db)]
  const contents = withContent ? await contentsOf(db, posiciones) : null
  return posiciones.map((posicion) => {
    const proof = found.get(posicion)
    if (!proof) {
      const unsealed = posicion > cabeza.posicion && posicion <= head
      throw new CliError(
        unsealed
          ? `El evento de la posición ${posicion} no está sellado todavía: ejecute «pnpm bitacora audit seal».`
          : `No existe el evento de la posición ${posicion}.`,
      )
    }
    return { ...proof, ...contents?.get(posicion) }
  })
}

async function runConsistency(
  viejo: string,
  nuevo: string | undefined,
  options: OutputOptions & RemoteOptions & { readonly into?: string },
): Promise<void> {
  const remote = remoteOf(options)
  if (remote && nuevo !== undefined) throw new UsageError('Por la API <nuevo> es siempre el último.')
  const [old, ...rest] = await readHeads(viejo)
  const given = nuevo === undefined ? null : ((await readHeads(nuevo)).at(-1) ?? null)
  if (old === undefined || rest.length > 0) throw new UsageError('<viejo> debe ser un solo sello.')
  if (remote) {
    const proof = await consistencyRemote(remote, old)
    return await hand(options, { aviso: AVISO_CONSISTENCIA, ...proof })
  }
  try {
    const document = await withRuntime(async ({ db }) => {
      const admin = db.as('admin')
      const next = given ?? requireHead(await lastSeal(admin))
      if (old.tamano > next.tamano)
        throw new CliError(
          `El viejo cubre ${old.tamano} eventos y el nuevo ${next.tamano}: es al revés, o faltan.`,
        )
      return { aviso: AVISO_CONSISTENCIA, ...(await proveConsistency(admin, old, next)) }
    })
    await hand(options, document)
  } catch (error) {
    throw sealFailure(error, 'No se puede probar')
  }
}

const AVISO_CONSISTENCIA =
  'Prueba que el registro del sello nuevo empieza por el del viejo: nada de aquel se cambió, se quitó ni se insertó. No prueba que lo que dicen los eventos sea cierto.'

/** A proof is a file for others: JSON, whether it was asked for or not. */
async function hand(
  { into, json }: OutputOptions & { readonly into?: string },
  document: object,
): Promise<void> {
  if (into !== undefined) await writeFile(into, `${JSON.stringify(document, null, 2)}\n`)
  const text = into === undefined ? JSON.stringify(document, null, 2) : `Escrito en ${into}.`
  printResult(json === undefined ? {} : { json }, document, text)
}
