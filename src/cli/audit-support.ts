import { readFile } from 'node:fs/promises'
import { ZodError, z } from 'zod'
import type { Config } from '@/config'
import { Cabeza } from '@/events/seals/head'
import { loadSealKey, type SealKey, SealKeyError } from '@/events/seals/keys'
import { TreeContradicted, UnknownSealKey } from '@/events/seals/sealer'
import { MissingTile } from '@/events/seals/tiles'
import { CliError } from './failures'

/** The key that signs. @throws CliError where sealing is off */
export async function openKey({ sellado }: Config): Promise<SealKey> {
  if (sellado.clave === null)
    throw new CliError('El sellado está apagado: con una base de datos remota hay que poner SEAL_KEY_FILE.')
  return await loadSealKey(sellado.clave)
}

/** @throws CliError where nothing is sealed yet */
export function requireHead(cabeza: Cabeza | null): Cabeza {
  if (cabeza === null) throw new CliError('Todavía no hay ningún sello: ejecute «pnpm bitacora audit seal».')
  return cabeza
}

/** What went wrong with a key or the tree, in a line for people. @param outcome what has not come of it */
export function sealFailure(error: unknown, outcome = 'No se ha sellado nada'): unknown {
  if (error instanceof SealKeyError) return new CliError(error.message)
  if (error instanceof UnknownSealKey)
    return new CliError(
      `La clave del fichero es ${error.claveId}, pero los sellos esperan la ${error.esperada}: recupérela de su copia. Cambiar de clave es «audit rotate-key».`,
    )
  if (error instanceof TreeContradicted || error instanceof MissingTile)
    return new CliError(`${outcome}: ${error.message}. Ejecute «pnpm bitacora audit verify».`)
  return error
}

const Kept = z.union([Cabeza, z.object({ cabeza: Cabeza }).transform(({ cabeza }) => cabeza)])

/**
 * Reads heads that were kept: JSON itself, or a file with one, or with one a line as SEAL_HEADS_FILE collects them. A
 * proof or an export carries its head, and will do as well.
 * @throws CliError
 */
export async function readHeads(source: string): Promise<Cabeza[]> {
  const text = source.trimStart().startsWith('{') ? source : await readSource(source)
  try {
    return [Kept.parse(JSON.parse(text))]
  } catch {
    return parseLines(source, text)
  }
}

async function readSource(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new CliError(`${path}: no se puede leer.`)
  }
}

function parseLines(source: string, text: string): Cabeza[] {
  try {
    const heads = text
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [Kept.parse(JSON.parse(line))]))
    if (heads.length > 0) return heads
  } catch (error) {
    if (!(error instanceof ZodError) && !(error instanceof SyntaxError)) throw error
  }
  const name = source.length > 60 ? `${source.slice(0, 60)}…` : source
  throw new CliError(`${name}: no es un sello de «audit head --json».`)
}
