import { halfPace, rebuildOutdated } from '@projections/engine/rebuild-live'
import { type Runner, startRunner } from '@projections/engine/runner'
import { type CommandBus, createCommandBus } from '@/commands/bus'
import { type Config, readConfig } from '@/config'
import { type Database, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { type SealService, startSealService } from '@/events/seals/service'
import type { BreakerState } from '@/redis/breaker'
import type { Cache } from '@/redis/cache/types'
import { openRedis, type RedisService } from '@/redis/client'
import { openCaches } from './runtime/caches'

/** All that lives once per process: the database's clients, the one of Redis, and the bus with its queue. */
export interface Runtime {
  readonly config: Config
  readonly db: Database
  readonly redis: RedisService
  /** The read caches; off over a file database, which is the faster one. */
  readonly cache: Cache
  readonly bus: CommandBus
  /** A new ULID, for a command or a chain of work. */
  readonly newId: () => string
  /** Begins to follow the log, to seal it, and to rebuild what newer code makes other rows of; again, it changes nothing. */
  followLog(): void
  /** Lets other processes follow the log, and seals what there is. */
  rest(): Promise<void>
  /** Waits for what is queued and what is being projected, then closes. */
  close(): Promise<void>
}

// A larger group spreads a round trip over more commands; on a file it would only hold the event loop up longer.
const MAX_GROUP = { archivo: 128, remoto: 256 }
// What this process appends wakes the runner; only what others append is found by asking.
const POLL_EVERY_MS = { archivo: 500, remoto: 3000 }

// Sealing is behind by so much at most; the seals themselves are a minute apart.
const SEAL_POLL_MS = { archivo: 1000, remoto: 10_000 }

/** Puts a runtime together: the one place where the parts meet. */
export async function createRuntime(config: Config): Promise<Runtime> {
  const db = await openDatabase(config.database)
  const redis = openRedis(config.redis, { now: Date.now, onChange: tellOfRedis })
  const ulids = createUlids()
  const newId = () => ulids(Date.now())
  const kind = config.database.esArchivo ? 'archivo' : 'remoto'
  const caches = openCaches({
    redis,
    db: db.as('api_server'),
    esArchivo: config.database.esArchivo,
    pollEvery: POLL_EVERY_MS[kind],
    onError: complain,
  })
  let runner: Runner | null = null
  let sealing: SealService | null = null
  const bus = createCommandBus({
    db: db.as('api_server'),
    now: Date.now,
    newId: ulids,
    maxGroup: MAX_GROUP[kind],
    onAppended(appended) {
      runner?.wake()
      return caches.appended(appended)
    },
  })
  return {
    config,
    db,
    redis,
    cache: caches.cache,
    bus,
    newId,
    followLog() {
      if (runner) return
      runner = startRunner({
        db: db.as('projector'),
        now: Date.now,
        titular: newId(),
        pollEvery: POLL_EVERY_MS[kind],
        onError: complain,
      })
      caches.follow()
      sealing = sealWhatComes(config, db)
      rebuildOld(config, db, newId)
    },
    async rest() {
      await Promise.all([runner?.stop(), caches.rest(), sealing?.stop()])
      runner = null
      sealing = null
    },
    async close() {
      await bus.idle()
      await Promise.all([runner?.stop(), caches.rest(), sealing?.stop()])
      redis.close()
      db.close()
    },
  }
}

function sealWhatComes({ sellado, database }: Config, db: Database): SealService {
  return startSealService({
    db: db.as('sealer'),
    now: Date.now,
    claveFichero: sellado.clave,
    targets: sellado,
    pollEvery: SEAL_POLL_MS[database.esArchivo ? 'archivo' : 'remoto'],
    onError: complain,
  })
}

/** Rebuilds in the background what older code made the rows of. */
function rebuildOld({ database: { url } }: Config, database: Database, newId: () => string): void {
  rebuildOutdated({ database, url, now: Date.now, newId, pace: halfPace() }).catch((error: unknown) =>
    complain('reconstrucción', error),
  )
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
    // A lease that is given back spares the next process its wait; Next itself ends this one.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void runtime.rest())
  } catch (error) {
    complain('proyecciones', error)
  }
}
