import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { retryBusy } from '@/db/client'
import { rotateKey } from '@/events/seals/rotate'
import { sealAll } from '@/events/seals/sealer'
import { lastSeal, readSealPoint } from '@/events/seals/store'
import { addAuditExport } from './audit-export'
import { addProofCommands } from './audit-proofs'
import { openKey, requireHead, sealFailure } from './audit-support'
import { addAuditTimeline } from './audit-timeline'
import { addVerifierCommand } from './audit-verifier'
import { addVerifyCommand } from './audit-verify'
import { moment, type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { addRemoteOptions, type RemoteOptions, remoteOf } from './remote'
import { headRemote, keyRemote } from './remote-audit'
import { withRuntime } from './work'

/** Adds the `audit` commands: those that search the log, and those that seal it and prove. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('buscar en el registro, y probar que nadie lo ha tocado')
  addAuditTimeline(audit)
  addAuditExport(audit)
  audit.command('seal').description('sella ahora lo que todavía no lo está').action(runSeal)
  addRemoteOptions(audit.command('head'))
    .description('el último sello, con su clave pública: guárdelo fuera de esta máquina')
    .option('--into <fichero>', 'lo escribe en un fichero')
    .action(runHead)
  addVerifyCommand(audit)
  addProofCommands(audit)
  addRemoteOptions(audit.command('key'))
    .description('la mitad pública de la clave que firma')
    .option('--pem', 'en PEM')
    .action(runKey)
  audit
    .command('rotate-key')
    .description('cambia la clave que firma; la anterior responde por la nueva')
    .action(runRotate)
  addVerifierCommand(audit)
}

async function runSeal(options: OutputOptions): Promise<void> {
  const bar = createProgressBar('eventos')
  try {
    const cabeza = await withRuntime(async ({ config, db }) => {
      const sealer = db.as('sealer')
      const key = await openKey(config)
      const { cabeza: end, posicion } = await readSealPoint(sealer)
      const total = end - posicion
      // The service seals too, and may hold the write lock for a moment.
      return await retryBusy(() =>
        sealAll(sealer, key, Date.now, (done) => bar.update('Sellando', done, total)),
      )
    })
    bar.stop()
    const head = requireHead(cabeza)
    printResult(
      options,
      head,
      `Sellados ${head.tamano} eventos, hasta la posición ${head.posicion}. Raíz: ${head.raiz}`,
    )
  } catch (error) {
    throw sealFailure(error)
  } finally {
    bar.stop()
  }
}

async function runHead(options: OutputOptions & RemoteOptions & { readonly into?: string }): Promise<void> {
  const remote = remoteOf(options)
  const head = remote
    ? await headRemote(remote)
    : requireHead(await withRuntime(({ db }) => lastSeal(db.as('admin'))))
  if (options.into !== undefined) await writeFile(options.into, `${JSON.stringify(head, null, 2)}\n`)
  const lines = [
    `Eventos:       ${head.tamano} (hasta la posición ${head.posicion})`,
    `Raíz:          ${head.raiz}`,
    `Fecha:         ${moment(head.fecha)} (UTC)`,
    `Clave:         ${head.clave_id}`,
    `Clave pública: ${head.clave_publica}`,
    `Firma:         ${head.firma}`,
    '',
    ...(options.into === undefined
      ? ['Con --json o --into <fichero> sale entero, para guardarlo fuera.']
      : [`Escrito en ${options.into}.`]),
  ]
  printResult(options, head, lines.join('\n'))
}

async function runKey(options: OutputOptions & RemoteOptions & { readonly pem?: boolean }): Promise<void> {
  try {
    const remote = remoteOf(options)
    const { id, publica } = remote
      ? await keyRemote(remote)
      : await withRuntime(({ config }) => openKey(config))
    const pem = `-----BEGIN PUBLIC KEY-----\n${publica}\n-----END PUBLIC KEY-----`
    const text = options.pem ? pem : `Clave:         ${id}\nClave pública: ${publica}`
    printResult(options, { clave_id: id, clave_publica: publica, pem }, text)
  } catch (error) {
    throw sealFailure(error)
  }
}

async function runRotate(options: OutputOptions): Promise<void> {
  try {
    const { anterior, nueva } = await withRuntime(async ({ config, db }) => {
      await openKey(config)
      return await retryBusy(() => rotateKey(db.as('sealer'), config.sellado.clave ?? '', Date.now))
    })
    const text = `Desde ahora firma la clave ${nueva}; la ${anterior} responde por ella y queda junto a la nueva.`
    printResult(options, { anterior, nueva }, text)
  } catch (error) {
    throw sealFailure(error)
  }
}
