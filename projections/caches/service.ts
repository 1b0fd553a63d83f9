import type { Connection } from '@/db/client'
import { count } from '@/metrics/counters'
import type { Cache } from '@/redis/cache/types'
import { RedisUnavailable } from '@/redis/reply'
import { Loop } from '../engine/loop'
import { readChanges } from './changes'
import { type Change, floorsOf } from './floors'
import { CacheFollower } from './follow'

export interface CacheServiceOptions {
  /** Reads only, under `api_server`. */
  readonly db: Connection
  readonly cache: Cache
  /** How long it sleeps where nobody wakes it, in milliseconds: what other processes append is found then. */
  readonly pollEvery: number
  readonly onError: (nombre: string, error: unknown) => void
}

// While Redis is down nothing is lost; once it is there again, the caches should be, too.
const SLOWEST_POLL_MS = 10_000

/** Follows the log for the read caches, beside the other projections. */
export function startCacheFollower({ db, cache, pollEvery, onError }: CacheServiceOptions): Loop {
  const follower = new CacheFollower((desde) => readChanges(db, desde), cache)
  return new Loop({
    nombre: 'cachés',
    async work(stopped) {
      try {
        return await follower.follow(stopped)
      } catch (error) {
        if (!(error instanceof RedisUnavailable)) throw error
        count('cache.proyector', 'degradado')
        return false
      }
    },
    pollEvery,
    slowest: SLOWEST_POLL_MS,
    onError,
  })
}

/** One commit, as the caches are told of it. */
export interface Committed {
  readonly primera: number
  readonly ultima: number
  readonly cambios: readonly Change[]
}

/**
 * Raises the floors of what was just written, before anybody is told that it was. The state moves on with them where
 * it stood right before; where this fails, the follower does it.
 */
export async function raiseCommitted(
  cache: Cache,
  { primera, ultima, cambios }: Committed,
): Promise<boolean> {
  try {
    await cache.raise({ ...floorsOf(cambios), de: primera - 1, a: ultima, vida: 0 })
    count('cache.pisos', 'puestos')
    return true
  } catch {
    count('cache.pisos', 'degradado')
    return false
  }
}
