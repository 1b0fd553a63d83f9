import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, retryBusy } from '@/db/client'
import { lockScratch, ScratchInUse } from '@/db/scratch'
import { CATCH_UP, catchUpOf, codeVersionOf, INLINE } from '../registry'
import { markOutdated, noteRebuilt, refuseNewerRows } from './checkpoints'
import { yieldTurn } from './events'
import { Follower } from './follower'
import { isInline, type ProjectionName } from './projection'
import { type RebuildProgress, type RebuildReport, rebuildProjections } from './rebuild'

export interface LiveRebuild {
  readonly database: Database
  /** TURSO_DATABASE_URL: beside a file, the shadow is kept there. */
  readonly url: string
  readonly now: () => number
  readonly newId: () => string
  readonly onProgress?: (progress: RebuildProgress) => void
  readonly pace?: () => Promise<void>
  /** Ends it at its next pause, with the signal's reason; what was folded by then stays for the next run. */
  readonly signal?: AbortSignal
}

/**
 * Rebuilds projections while commands are served, and takes those that follow the log to its end. A run that was
 * killed is gone on with by the next one for the same projections.
 * @throws ScratchInUse where another process of this machine is at it; NewerRows where a newer version of the code has
 * them; see rebuildProjections for the rest
 */
export async function rebuildLive(
  nombres: readonly ProjectionName[],
  { database, url, now, newId, onProgress, pace = yieldTurn, signal }: LiveRebuild,
): Promise<RebuildReport> {
  const db = database.as('admin')
  const path = shadowPath(url, nombres)
  const unlock = await lockScratch(path)
  try {
    const pause = async () => {
      signal?.throwIfAborted()
      await pace()
    }
    // What is rebuilt here is of this version of the code: the next start has not to do it again.
    for (const nombre of nombres) {
      await retryBusy(() => markOutdated(db, nombre, codeVersionOf(nombre)))
      await refuseNewerRows(db, nombre, codeVersionOf(nombre))
    }
    const listen = onProgress ? { onProgress } : {}
    const report = await rebuildProjections({ db, nombres, path, repair: true, pace: pause, ...listen })
    const ahora = () => new Date(now()).toISOString()
    for (const nombre of nombres) {
      const note = { proyeccion: nombre, version: codeVersionOf(nombre), ahora: ahora() }
      // Another process may be writing: what hours of folding found is not lost for that.
      if (report.sinReparar === 0) await retryBusy(() => noteRebuilt(db, note))
      if (isInline(nombre)) continue
      const options = { db: database.as('projector'), now, titular: newId(), leaseFor: 15_000 }
      const follower = new Follower(catchUpOf(nombre), options)
      await retryBusy(() => follower.follow(() => signal?.aborted === true))
      await retryBusy(() => follower.release())
    }
    return report
  } finally {
    await unlock()
  }
}

// Raised with the shadow's own tables: a file that an older version left, killed, has others.
const SHADOW_FORMAT = 'flujos'

/**
 * Beside a file database; elsewhere among the machine's temporary files. Named after the versions of the code too: what
 * an older one had folded when it was killed is not gone on with.
 */
function shadowPath(url: string, nombres: readonly ProjectionName[]): string {
  const versions = [...INLINE, ...CATCH_UP].flatMap(({ nombre, version }) =>
    nombres.includes(nombre) ? [`${nombre}:${version}`] : [],
  )
  const which = createHash('sha256')
    .update(`${SHADOW_FORMAT} ${url} ${versions.join(' ')}`)
    .digest('hex')
    .slice(0, 16)
  if (url.startsWith('file:')) return `${url.replace(/^file:/, '').replace(/\?.*$/, '')}.sombra-${which}`
  return join(tmpdir(), `bitacora-sombra-${which}.db`)
}

/**
 * Rebuilds the projections whose code is newer than their rows, one after another.
 * @returns those that were
 * @throws what the first failing one throws; the next start tries again
 */
export async function rebuildOutdated(options: LiveRebuild): Promise<ProjectionName[]> {
  const db = options.database.as('admin')
  const rebuilt: ProjectionName[] = []
  for (const { nombre, version } of [...INLINE, ...CATCH_UP]) {
    if (!(await retryBusy(() => markOutdated(db, nombre, version)))) continue
    try {
      await rebuildLive([nombre], options)
      rebuilt.push(nombre)
    } catch (error) {
      // The other process does the same.
      if (!(error instanceof ScratchInUse)) throw error
    }
  }
  return rebuilt
}

/** A pace that works half the time, so that what else the process serves has the other half. */
export function halfPace(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    const worked = performance.now() - since
    await new Promise((resolve) => setTimeout(resolve, Math.min(Math.max(worked, 1), 50)))
    since = performance.now()
  }
}
