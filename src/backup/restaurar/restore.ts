import { createWriteStream, existsSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Database, openDatabase } from '@/db/client'
import { checkDatabase, createEmptyDatabase, settleDatabase } from '@/db/empty'
import { migrate } from '@/db/migrate'
import { removeScratch } from '@/db/scratch'
import type { InformeAuditoria } from '@/events/seals/findings'
import { verifyLog } from '@/events/seals/verify'
import type { StoredBackup } from '../formato/folder'
import type { BackupKey } from '../formato/key'
import { BEGINNING, type LogPoint } from '../formato/manifest'
import { unpack } from '../formato/pack'
import { SIDE_TABLES } from '../registro/tables'
import { readPoint, sidePages } from '../registro/write'
import { positionAt, replayInto, TargetExists } from '../replay'
import { Applier, OtherHistory } from './apply'
import { settleGrants } from './grants'
import { type Goal, isBeyond, planRestore, type RestorePlan } from './plan'
import { cleanBase, type Settled, settleRestored } from './settle'

export interface RestoreProgress {
  readonly fase: 'descomprimir' | 'aplicar' | 'seguir' | 'reconstruir' | 'sellos' | 'comprobar'
  readonly hechos: number
  readonly total: number
}

export interface RestoreOptions {
  readonly carpetas: readonly string[]
  readonly goal: Goal
  readonly clave: BackupKey | null
  /** The path of the new file. */
  readonly into: string
  readonly now: () => number
  readonly newId: () => string
  readonly onProgress?: (progress: RestoreProgress) => void
}

export interface RestoreReport extends Settled {
  readonly fichero: string
  /** The backups that it was made of. */
  readonly copias: readonly string[]
  /** The last event that it holds. */
  readonly hasta: LogPoint
  /** Events that came out of backups of the log, beside those of the base. */
  readonly eventosAplicados: number
  readonly auditoria: InformeAuditoria
}

/** What was restored is not sound: it did not get its name, and lies under another one to be looked at. */
export class RestoreBroken extends Error {
  override readonly name = 'RestoreBroken'
  constructor(readonly problemas: readonly string[]) {
    super(problemas.join('; '))
  }
}

/**
 * Makes a database file out of backups, and looks at all of it; only then does it get its name.
 * @throws TargetExists, RestoreImpossible, OtherHistory, BackupBroken, BackupKeyError, MigrationMismatch, ReplayBroken,
 * UnreadableEvent, RestoreBroken
 */
export async function restoreInto(options: RestoreOptions): Promise<RestoreReport> {
  const { into } = options
  if (existsSync(into)) throw new TargetExists(into)
  const partial = `${into}.parcial`
  const without = new Set<string>()
  for (;;) {
    await removeScratch(partial)
    await removeScratch(`${partial}.base`)
    const plan = await planRestore(options.carpetas, options.goal, options.clave, without)
    try {
      const report = await build(options, plan, partial)
      await rename(partial, into)
      await syncFile(dirname(into))
      await removeScratch(partial)
      return report
    } catch (error) {
      await removeScratch(`${partial}.base`)
      if (!(error instanceof RestoreBroken)) await removeScratch(partial)
      // The plan can't know of two histories with one beginning: without that backup there may be another way.
      if (!(error instanceof OtherHistory) || options.goal.tipo === 'copia') throw error
      without.add(error.copia)
    }
  }
}

async function build(options: RestoreOptions, plan: RestorePlan, partial: string): Promise<RestoreReport> {
  const { onProgress = () => undefined, now, newId } = options
  const { base, segmentos } = plan
  const beyond = base.manifest.contenido === 'base' && isBeyond(options.goal, base.manifest.hasta)
  if (beyond) await cutBase(options, base, partial)
  else await openBase(options, base, partial)
  const target = await openDatabase({ url: `file:${partial}`, disposable: true })
  let settled: Settled
  let auditoria: InformeAuditoria
  let applier: Applier
  try {
    await cleanBase(target)
    const start =
      beyond || base.manifest.contenido === 'base' ? await readPoint(target.as('admin')) : BEGINNING
    applier = new Applier(target, options.goal, options.clave, start)
    const total = plan.alcanza.posicion
    for (const copia of base.manifest.contenido === 'base' ? segmentos : [base, ...segmentos])
      await applier.apply(copia, (hechos) => onProgress({ fase: 'aplicar', hechos, total }))
    settled = await settleRestored({
      ...{ target, url: `file:${partial}`, sombra: `${partial}.sombra`, now, newId },
      onProgress: (fase, hechos, all) => onProgress({ fase, hechos, total: all }),
    })
    await applier.finish()
    await settleGrants(target, new Date(now()).toISOString())
    auditoria = await verifyLog(target.as('admin'), {
      onProgress: (hechos) => onProgress({ fase: 'comprobar', hechos, total: applier.at.posicion }),
    })
  } finally {
    target.close()
  }
  await requireSound(partial, settled)
  const copias = [base, ...segmentos].map(({ manifest }) => manifest.id)
  const { at: hasta, eventos: eventosAplicados } = applier
  return { fichero: options.into, copias, hasta, eventosAplicados, auditoria, ...settled }
}

async function requireSound(partial: string, { sinReparar }: Settled): Promise<void> {
  const url = `file:${partial}`
  await settleDatabase(url)
  const problems = [...(await checkDatabase(url))]
  if (sinReparar > 0) problems.push(`${sinReparar} filas de las proyecciones no son lo que dice el registro`)
  if (problems.length > 0) throw new RestoreBroken(problems)
  await syncFile(partial)
}

/** The base as a database that this version understands. */
async function openBase(options: RestoreOptions, base: StoredBackup, path: string): Promise<void> {
  if (base.manifest.contenido === 'registro') return await createEmptyDatabase(`file:${path}`)
  const { onProgress = () => undefined } = options
  const total = base.manifest.datos.bytes
  let hechos = 0
  await pipeline(
    unpack(base.carpeta, base.manifest, options.clave),
    async function* count(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        hechos += chunk.length
        onProgress({ fase: 'descomprimir', hechos, total })
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  )
  await migrate({ url: `file:${path}` })
}

/** A base that goes further than what is wanted: its log is replayed to there, and what is beside it taken over. */
async function cutBase(options: RestoreOptions, base: StoredBackup, path: string): Promise<void> {
  const { goal, now, onProgress = () => undefined } = options
  const whole = `${path}.base`
  await openBase(options, base, whole)
  const source = await openDatabase({ url: `file:${whole}`, disposable: true })
  try {
    const db = source.as('admin')
    const hasta = goal.tipo === 'posicion' ? goal.posicion : await positionAt(db, instantOf(goal))
    await replayInto({
      ...{ db, hasta, into: path, now },
      onProgress: (progress) =>
        onProgress({ ...progress, fase: progress.fase === 'copiar' ? 'aplicar' : progress.fase }),
    })
    const target = await openDatabase({ url: `file:${path}`, disposable: true })
    try {
      await takeOver(source, target, await readPoint(target.as('admin')))
    } finally {
      target.close()
    }
  } finally {
    source.close()
    await removeScratch(whole)
  }
}

/** Accounts' hashes, keys and the seals that speak of no more than is there; drafts and tasks are of a later day. */
async function takeOver(source: Database, target: Database, at: LogPoint): Promise<void> {
  const applier = new Applier(target, { tipo: 'ultimo' }, null, at)
  const since = { posicion: 0, fecha: '', tamano: 0 }
  for (const side of SIDE_TABLES.filter(({ continua }) => continua))
    for await (const filas of sidePages(source.as('admin'), since, side))
      await applier.writeSide(
        side,
        filas.filter((fila) => applier.holds('la base', side, fila)),
      )
}

function instantOf(goal: Goal): string {
  return goal.tipo === 'instante' ? goal.instante : '9999'
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}
