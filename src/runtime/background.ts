import { halfPace, rebuildOutdated } from '@projections/engine/rebuild-live'
import { startRunner } from '@projections/engine/runner'
import { loadBackupKey } from '@/backup/formato/key'
import { type Stream, startStream } from '@/backup/stream'
import { takeTurns } from '@/db/turns'
import { startSealService } from '@/events/seals/service'
import { bornOf } from '@/redis/queue'
import type { BatchWork } from '@/worker/batch'
import { startWorker } from '@/worker/worker'

/** What runs behind the commands. */
export interface Background {
  /** Something was appended. */
  wake(): void
  stop(): Promise<void>
}

export interface BackgroundOptions {
  readonly work: BatchWork
  /** TURSO_DATABASE_URL. */
  readonly url: string
  /** How often others' work is looked for, and what is left to seal, in milliseconds. */
  readonly pollEvery: { readonly log: number; readonly seals: number }
  readonly onError: (what: string, error: unknown) => void
}

/** Begins to follow the log, to run its tasks, to seal it, and to rebuild what newer code makes other rows of. */
export function startBackground({ work, url, pollEvery, onError }: BackgroundOptions): Background {
  const { db, queue, newId, handlers, schedules, config, now } = work
  const turn = takeTurns()
  const runner = startRunner({
    turn,
    db: db.as('projector'),
    now,
    titular: newId(),
    pollEvery: pollEvery.log,
    onError,
    onProjected(nombre, results) {
      if (nombre === 'outbox') void queue.announce(bornOf(results))
    },
  })
  const worker = startWorker({ queue, handlers, schedules, pollEvery: pollEvery.log, onError })
  const sealing = startSealService({
    turn,
    db: db.as('sealer'),
    now,
    claveFichero: config.sellado.clave,
    targets: config.sellado,
    pollEvery: pollEvery.seals,
    onError,
  })
  const streaming = startStreaming(work, onError)
  const ending = new AbortController()
  // What it has folded when it is ended stays: the next start goes on with it.
  const options = { database: db, url, now, newId, pace: halfPace(), signal: ending.signal }
  const rebuilding = rebuildOutdated(options).catch((error: unknown) => {
    if (!ending.signal.aborted) onError('reconstrucción', error)
  })
  return {
    wake() {
      runner.wake()
      sealing.wake()
    },
    async stop() {
      ending.abort()
      await rebuilding

      await worker.stop()
      await runner.stop()
      await sealing.stop()
      // Last: what the seals added is in it.
      await (await streaming)?.stop()
    },
  }
}

/** The continuous backup, where a folder is set for it; a key that can't be used is told, and nothing goes out unencrypted. */
async function startStreaming(
  { db, config, now }: BatchWork,
  onError: BackgroundOptions['onError'],
): Promise<Stream | null> {
  const { flujo, clave, segundosFlujo, retencion } = config.respaldo
  if (flujo === null) return null
  try {
    return startStream({
      ...{ db: db.as('admin'), database: config.database, carpeta: flujo, now, retencion, onError },
      clave: await loadBackupKey(clave),
      cada: segundosFlujo * 1000,
    })
  } catch (error) {
    onError('copia continua', error)
    return null
  }
}
