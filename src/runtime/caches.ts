import { raiseCommitted, startCacheFollower } from '@projections/caches/service'
import type { Loop } from '@projections/engine/loop'
import { shownAccountQuery } from '@projections/usuarios/shown'
import type { Appended } from '@/commands/appended'
import type { Connection } from '@/db/client'
import { createCache } from '@/redis/cache'
import type { Cache } from '@/redis/cache/types'
import type { RedisService } from '@/redis/client'

export interface CachesOptions {
  readonly redis: RedisService
  /** Under `api_server`. */
  readonly db: Connection
  readonly esArchivo: boolean
  /** How often what other processes append is asked for, in milliseconds. */
  readonly pollEvery: number
  readonly onError: (nombre: string, error: unknown) => void
}

/** A process's read caches, and what keeps them true. */
export interface Caches {
  readonly cache: Cache
  /** Raises the floors of what was just committed; it bounds its own time, and never fails. */
  appended(appended: Appended): Promise<void> | undefined
  /** Begins to follow the log; again, it changes nothing. */
  follow(): void
  rest(): Promise<void>
}

/** Opens the read caches; off over a file database, which is the faster one, and without a Redis of its own. */
export function openCaches({ redis, db, esArchivo, pollEvery, onError }: CachesOptions): Caches {
  let following: Loop | null = null
  const cache = createCache({
    redis: redis.tipo === 'memoria' || esArchivo ? null : redis,
    now: Date.now,
    loadUser: (id) => shownAccountQuery(db, id),
    onStateless: () => following?.wake(),
  })
  async function raise({ primera, ultima, flujos }: Appended): Promise<void> {
    const cambios = flujos.map(({ tipo, id, version, tipos, usuarioId }) =>
      tipo === 'ticket'
        ? { tipo, id, version, usuarioId: usuarioId ?? 0 }
        : { tipo, id, version, tipos, posicion: ultima },
    )
    if (!(await raiseCommitted(cache, { primera, ultima, cambios }))) following?.wake()
  }
  return {
    cache,
    appended: (appended) => (cache.activa ? raise(appended) : undefined),
    follow() {
      if (cache.activa) following ??= startCacheFollower({ db, cache, pollEvery, onError })
    },
    async rest() {
      await following?.stop()
      following = null
    },
  }
}
