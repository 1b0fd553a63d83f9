import { loadCronSecret } from '@/auth/cron-secret'
import { ageMeasures } from '@/backup/mantenimiento/ages'
import { type CommandBus, createCommandBus } from '@/commands/bus'
import { type Config, readConfig } from '@/config'
import { type Database, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { createLiveFeed, type LiveFeed } from '@/live/feed'
import { createPresence, type Presence } from '@/live/presence'
import { watchRequests } from '@/metrics/http'
import { setLogLevel } from '@/metrics/log'
import type { BreakerState } from '@/redis/breaker'
import type { Cache } from '@/redis/cache/types'
import { openRedis, type RedisService } from '@/redis/client'
import { createQueue, type TaskQueue } from '@/redis/queue'
import { type BatchOptions, type BatchReport, type BatchWork, runBatch } from '@/worker/batch'
import { createHandlers, SCHEDULES } from '@/worker/handlers'
import { type Background, startBackground } from './runtime/background'
import { type Caches, openCaches } from './runtime/caches'
import { catchingUp, createCatchUp, type Later } from './runtime/catch-up'
import { runCli } from './runtime/child'
import { Monitor, type MonitorOptions } from './runtime/metrics/monitor'
import { watchSilentSockets } from './runtime/silent-sockets'

/** All that lives once per process: the database's clients, the one of Redis, and the bus with its queue. */
export interface Runtime {
  readonly config: Config
  readonly db: Database
  readonly redis: RedisService
  /** The read caches; off over a file database, which is the faster one. */
  readonly cache: Cache
  readonly bus: CommandBus
  readonly queue: TaskQueue
  /** What happens to tickets, for those who look at them. */
  readonly live: LiveFeed
  /** The service's figures, as they are and as they were. */
  readonly monitor: Monitor
  /** Who has which ticket before them. */
  readonly presencia: Presence
  /** A new ULID, for a command or a chain of work. */
  readonly newId: () => string
  /**
   * Begins to follow the log, to seal it, to run its tasks, and to rebuild what newer code makes other rows of; again, it
   * changes nothing.
   */
  followLog(): void
  /**
   * For a host that stops the process between requests: from now on who gives a command has what follows from it done
   * once they are answered, by `later`.
   */
  catchUpAfterAnswers(later: Later): void
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
// What this process appends and enqueues wakes who follows it; only what others do, or left undone, is found by asking.
const POLL_EVERY_MS = {
  archivo: { log: 500, seals: 10_000, metrics: 15_000 },
  remoto: { log: 3000, seals: 60_000, metrics: 30_000 },
}

/** Puts a runtime together: the one place where the parts meet. */
export async function createRuntime(config: Config): Promise<Runtime> {
  setLogLevel(config.registro)
  const db = await openDatabase(config.database)
  const redis = openRedis(config.redis, { now: Date.now, onChange: tellOfRedis })
  const ulids = createUlids()
  const newId = () => ulids(Date.now())
  const kind = config.database.esArchivo ? 'archivo' : 'remoto'
  const pollEvery = POLL_EVERY_MS[kind]
  const queue = createQueue({
    db: db.as('dispatcher'),
    // A store in this process would pass on no more than the table knows.
    redis: redis.tipo === 'memoria' ? null : redis,
    now: Date.now,
    newId,
    random: Math.random,
    onError: complain,
  })
  const caches = openCaches({
    redis,
    db: db.as('api_server'),
    esArchivo: config.database.esArchivo,
    pollEvery: pollEvery.log,
    onError: complain,
  })
  const bus = createCommandBus({
    db: db.as('api_server'),
    now: Date.now,
    newId: ulids,
    maxGroup: MAX_GROUP[kind],
    onAppended(appended) {
      lifecycle.wake()
      live.wake()
      return caches.appended(appended)
    },
  })
  const live = createLiveFeed({ db: db.as('api_server'), pollEvery: pollEvery.log, onError: complain })
  const parts = { db, bus, now: Date.now, newId, config, runChild: runCli(config) }
  const work: BatchWork = { ...parts, queue, handlers: createHandlers(parts), schedules: SCHEDULES }
  const monitor = monitorOf(config, { db, redis, queue, proceso: newId(), every: pollEvery.metrics })
  const lifecycle = lifecycleOf({ work, caches, live, monitor, pollEvery, config, redis })
  const presencia = createPresence(redis, Date.now)
  const shared = { config, db, redis, cache: caches.cache, queue, live, monitor, presencia, newId }
  return { ...shared, ...lifecycle, bus: catchingUp(bus, () => lifecycle.answered()) }
}

function monitorOf(
  { database, correo, metricas, respaldo }: Config,
  parts: Pick<MonitorOptions, 'db' | 'redis' | 'queue' | 'proceso' | 'every'>,
): Monitor {
  const targets = { correo: correo !== null, webhook: metricas.webhook !== undefined }
  // Without a folder the platform takes the backups, and knows their age.
  const otras = respaldo.carpeta === null ? {} : ageMeasures(parts.db, Date.now)
  return new Monitor({ ...parts, url: database.url, targets, otras, now: Date.now, onError: complain })
}

interface Living {
  readonly work: BatchWork
  readonly caches: Caches
  readonly live: LiveFeed
  readonly monitor: Monitor
  readonly pollEvery: (typeof POLL_EVERY_MS)['archivo']
  readonly config: Config
  readonly redis: RedisService
}

/** What a runtime does by itself, from its beginning to its end. */
function lifecycleOf({ work, caches, live, monitor, pollEvery, config, redis }: Living) {
  let background: Background | null = null
  let batch: Promise<BatchReport> | null = null
  let later: Later | null = null
  const round = async (options: BatchOptions): Promise<BatchReport> => {
    batch = runBatch(work, { onError: complain, ...options }).finally(() => {
      batch = null
    })
    const report = await batch
    await monitor.tickIfDue().catch((error: unknown) => complain('métricas', error))
    return report
  }
  const catchUp = createCatchUp(async (options) => {
    await batch?.catch(() => null)
    if (!batch) await round(options)
  }, complain)
  return {
    answered() {
      try {
        later?.(catchUp)
      } catch (error) {
        // What went in stays in: the next answer's pass, or the cron's, sees to it.
        complain('puesta al día', error)
      }
    },
    catchUpAfterAnswers(after: Later) {
      later = after
    },
    wake: () => background?.wake(),
    followLog() {
      background ??= startBackground({ work, url: config.database.url, pollEvery, onError: complain })
      caches.follow()
      monitor.start()
    },
    async runBatch(options: BatchOptions) {
      return batch ? null : await round(options)
    },
    async rest() {
      // A server that ends waits for its connections, and these would never go.
      live.stop()
      await Promise.all([background?.stop(), caches.rest(), monitor.stop()])
      background = null
    },
    async close() {
      await batch?.catch(() => null)
      await work.bus.idle()
      live.stop()
      await Promise.all([background?.stop(), caches.rest(), monitor.stop()])
      redis.close()
      work.db.close()
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

/**
 * Follows the log for as long as the server runs, or, where it does not run by itself, after each command; a database
 * that isn't there is left to the pages to tell.
 */
export async function followLogWhileServing(later: Later): Promise<void> {
  try {
    const runtime = await getRuntime()
    watchRequests()
    if (runtime.config.efimero) runtime.catchUpAfterAnswers(later)
    else runtime.followLog()
    // A lease that is given back spares the next process its wait; Next itself ends this one.
    const endSilent = watchSilentSockets()
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        void runtime.rest()
        // What has been on its way when the signal came is there by then.
        setTimeout(endSilent, 1000)
      })
    // Whoever sets a cron up finds the token there; a file that can't be used keeps nothing else from running.
    await loadCronSecret(runtime.config.cron).catch((error: unknown) => complain('cron', error))
  } catch (error) {
    complain('proyecciones', error)
  }
}
