import { halfPace, rebuildOutdated } from '@projections/engine/rebuild-live'
import { type Runner, startRunner } from '@projections/engine/runner'
import { tasksOf } from '@projections/outbox/rules'
import { loadCronSecret } from '@/auth/cron-secret'
import { type CommandBus, createCommandBus } from '@/commands/bus'
import { type Config, readConfig } from '@/config'
import { type Database, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { type SealService, startSealService } from '@/events/seals/service'
import { createLiveFeed, type LiveFeed } from '@/live/feed'
import type { BreakerState } from '@/redis/breaker'
import { openRedis, type RedisService } from '@/redis/client'
import { createQueue, type TaskQueue } from '@/redis/queue'
import { type BatchOptions, type BatchReport, type BatchWork, runBatch } from '@/worker/batch'
import { createHandlers, SCHEDULES } from '@/worker/handlers'
import { startWorker, type Worker } from '@/worker/worker'

/** All that lives once per process: the database's clients, the one of Redis, and the bus with its queue. */
export interface Runtime {
  readonly config: Config
  readonly db: Database
  readonly redis: RedisService
  readonly bus: CommandBus
  readonly queue: TaskQueue
  /** What happens to tickets, for those who look at them. */
  readonly live: LiveFeed
  /** A new ULID, for a command or a chain of work. */
  readonly newId: () => string
  /**
   * Begins to follow the log, to seal it, to run its tasks, and to rebuild what newer code makes other rows of; again, it
   * changes nothing.
   */
  followLog(): void
  /**
   * One round of what goes on behind the pages, for a cron or a command; null where this process is at one already.
   * @throws what the database says
   */
  runBatch(options: BatchOptions): Promise<BatchReport | null>
  /** Lets other processes follow the log and run tasks, and seals what there is. */
  rest(): Promise<void>
  /** Waits for what is queued and what is being projected, then closes. */
  close(): Promise<void>
}

// A larger group spreads a round trip over more commands; on a file it would only hold the event loop up longer.
const MAX_GROUP = { archivo: 128, remoto: 256 }
// What this process appends and enqueues wakes who follows it; only what others do is found by asking.
const POLL_EVERY_MS = { archivo: 500, remoto: 3000 }

// What this process appends wakes the sealer, too: this finds what is left of one that died. Seals are a minute apart.
const SEAL_POLL_MS = { archivo: 10_000, remoto: 60_000 }

/** Puts a runtime together: the one place where the parts meet. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const db = await openDatabase(config.database)
  const redis = openRedis(config.redis, { now: Date.now, onChange: tellOfRedis })
  const ulids = createUlids()
  const newId = () => ulids(Date.now())
  const kind = config.database.esArchivo ? 'archivo' : 'remoto'
  const queue = createQueue({
    db: db.as('dispatcher'),
    // A store in this process would pass on no more than the table knows.
    redis: redis.tipo === 'memoria' ? null : redis,
    now: Date.now,
    newId,
    random: Math.random,
    onError: complain,
  })
  let background: Background | null = null
  const bus = createCommandBus({
    db: db.as('api_server'),
    now: Date.now,
    newId: ulids,
    maxGroup: MAX_GROUP[kind],
    onAppended() {
      background?.wake()
      live.wake()
    },
  })
  const live = createLiveFeed({ db: db.as('api_server'), pollEvery: POLL_EVERY_MS[kind], onError: complain })
  const parts = { db, bus, now: Date.now, newId, config }
  const work: BatchWork = { ...parts, queue, handlers: createHandlers(parts), schedules: SCHEDULES }
  let batch: Promise<BatchReport> | null = null
  return {
    config,
    db,
    redis,
    bus,
    queue,
    live,
    newId,
    followLog() {
      background ??= startBackground(work, config, kind)
    },
    async runBatch(options) {
      if (batch) return null
      batch = runBatch(work, { onError: complain, ...options }).finally(() => {
        batch = null
      })
      return await batch
    },
    async rest() {
      await background?.stop()
      background = null
    },
    async close() {
      await batch?.catch(() => null)
      await bus.idle()
      live.stop()
      await background?.stop()
      redis.close()
      db.close()
    },
  }
}

/** What runs behind the commands. */
interface Background {
  /** Something was appended. */
  wake(): void
  stop(): Promise<void>
}

function startBackground(work: BatchWork, config: Config, kind: keyof typeof POLL_EVERY_MS): Background {
  const { db, queue, newId, handlers, schedules } = work
  const pollEvery = POLL_EVERY_MS[kind]
  const common = { now: Date.now, onError: complain }
  const runner: Runner = startRunner({
    ...common,
    db: db.as('projector'),
    titular: newId(),
    pollEvery,
    onProjected(nombre, events) {
      if (nombre === 'outbox') void queue.announce(tasksOf(events))
    },
  })
  const worker: Worker = startWorker({
    queue,
    handlers,
    schedules,
    pollEvery,
    onError: complain,
  })
  const sealing: SealService = startSealService({
    ...common,
    db: db.as('sealer'),
    claveFichero: config.sellado.clave,
    targets: config.sellado,
    pollEvery: SEAL_POLL_MS[kind],
  })
  const { url } = config.database
  rebuildOutdated({ database: db, url, now: Date.now, newId, pace: halfPace() }).catch((error: unknown) =>
    complain('reconstrucción', error),
  )
  return {
    wake() {
      runner.wake()
      sealing.wake()
    },
    async stop() {
      await worker.stop()
      await runner.stop()
      await sealing.stop()
    },
  }
}

/** What no person waits for is told to whoever runs the service; a message names no argument of a statement. */
function complain(what: string, error: unknown): void {
  process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`)
}

/** Once when Redis goes and once when it is back; what was tried meanwhile is in its metrics. */
function tellOfRedis({ circuito, ultimoError }: BreakerState, before: BreakerState): void {
  if (circuito === 'cerrado') process.stderr.write('redis: responde de nuevo\n')
  else if (before.circuito === 'cerrado')
    process.stderr.write(`redis: no responde, se sigue sin él: ${ultimoError ?? ''}\n`)
}

const KEY = Symbol.for('bitacora.runtime')
const holder = globalThis as typeof globalThis & { [KEY]?: Promise<Runtime> }

/**
 * The process's runtime, made at the first call. Next loads pages, routes and instrumentation as separate module
 * graphs: the symbol on `globalThis` is what they share.
 */
export function getRuntime(): Promise<Runtime> {
  holder[KEY] ??= createRuntime(readConfig()).catch((error: unknown) => {
    delete holder[KEY]
    throw error
  })
  return holder[KEY]
}

/** Follows the log for as long as the server runs; a database that isn't there is left to the pages to tell. */
export async function followLogWhileServing(): Promise<void> {
  try {
    const runtime = await getRuntime()
    runtime.followLog()
    // Whoever sets a cron up finds the token there.
    await loadCronSecret(runtime.config.cron)
    // A lease that is given back spares the next process its wait; Next itself ends this one.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void runtime.rest())
  } catch (error) {
    complain('proyecciones', error)
  }
}
