import { readChanges } from '@projections/caches/changes'
import { CacheFollower } from '@projections/caches/follow'
import { readNewest, readPresent, readTicket } from '@projections/caches/ticket'
import type { Actor } from '@/domain/actor'
import type { Viewer } from '@/domain/viewer'
import { readCounters } from '@/metrics/counters'
import { createCache } from '@/redis/cache'
import type { Cache } from '@/redis/cache/types'
import { type RedisServer, startRedisServer } from '../redis-server'
import { comentar, nuevo } from '../suites/bus/world'
import { openTestSystem, type TestSystem } from '../system'

type Person = Extract<Actor, { tipo: 'persona' }>

export const TICKET = 1

/** A remote system over a Redis of its own: ticket 1 is a client's, with a note that the client may not see. */
export interface CacheWorld {
  readonly system: TestSystem
  readonly redis: RedisServer
  readonly operador: Person
  readonly cliente: Person
  /** All that a ticket's page reads, as a person who has seen the log up to `minPos`. */
  readonly page: (viewer: Viewer, minPos?: number) => ReturnType<typeof readPage>
  /** The same from the database alone. */
  readonly truth: (viewer: Viewer) => ReturnType<typeof readPage>
  /** Follows the log to its end. @returns false where Redis has no room @throws RedisUnavailable */
  readonly follow: () => Promise<boolean>
  /** How many requests the database got while `work` ran. */
  readonly requestsOf: (work: () => Promise<unknown>) => Promise<number>
  readonly close: () => Promise<void>
}

async function readPage(cache: Cache, system: TestSystem, viewer: Viewer, minPos: number) {
  const reader = { cache, db: system.runtime.db.as('api_server'), viewer, minPos }
  const ticket = await readTicket(reader, TICKET)
  if (ticket === null) return null
  const [presente, linea] = await Promise.all([readPresent(reader, ticket), readNewest(reader, ticket)])
  return { ticket, presente, linea }
}

const noRedis = createCache({ redis: null, now: Date.now, loadUser: async () => null })

/** @param extra more of the Redis server's command line */
export async function openCacheWorld(...extra: string[]): Promise<CacheWorld> {
  const redis = await startRedisServer(...extra)
  const system = await openTestSystem({ remote: true, redis: { tipo: 'tcp', url: redis.url } })
  const { runtime, server } = system
  if (server === null) throw new Error('no remote server')
  const [operador, cliente] = [await system.person('operador'), await system.person('cliente')]
  await system.dispatch(cliente, nuevo('Uno'))
  await system.dispatch(operador, comentar('Visible'))
  await system.dispatch(operador, { tipo: 'comentar', ticketId: TICKET, comentario: 'Nota', interno: true })
  const db = runtime.db.as('api_server')
  return {
    system,
    redis,
    operador,
    cliente,
    page: (viewer, minPos = 0) => readPage(runtime.cache, system, viewer, minPos),
    truth: (viewer) => readPage(noRedis, system, viewer, 0),
    // A follower of its own each time: what is known of the state comes from Redis.
    follow: () => new CacheFollower((desde) => readChanges(db, desde), runtime.cache).follow(),
    async requestsOf(work) {
      const before = server.pipelines()
      await work()
      return server.pipelines() - before
    },
    async close() {
      await system.close()
      await redis.stop()
    },
  }
}

/** How often a value was read so far: `acierto`, `fallo`, `directo` or `degradado`. */
export function readsOf(nombre: string, label: string): number {
  return readCounters()[`cache.${nombre}`]?.[label] ?? 0
}
