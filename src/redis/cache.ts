import { ReadThrough } from './cache/read-through'
import type { Cache, CacheOptions } from './cache/types'

/**
 * The read caches of a process; docs/REDIS.md draws the races that they must not lose. Without Redis every value comes
 * from the database.
 */
export function createCache(options: CacheOptions): Cache {
  const { redis } = options
  return redis === null ? directCache(options) : new ReadThrough(redis, options)
}

function directCache({ loadUser }: CacheOptions): Cache {
  return {
    activa: false,
    cached: async ({ load }) => (await load(0))?.valor ?? null,
    getCachedUser: loadUser,
    cacheUser: async () => undefined,
    raise: async () => null,
    open: async () => null,
    close: async () => undefined,
  }
}
