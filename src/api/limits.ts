import type { RedisService } from '@/redis/client'
import { keys } from '@/redis/keys'

const WINDOW_S = 60

/** What is left of an account's requests in this minute. */
export interface Quota {
  readonly allowed: boolean
  /** @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Counts a request against its account's minute. Where Redis does not answer nobody is turned away: it guards the
 * service's time, and what it guards against is told by name anyway.
 */
export async function takeQuota(
  { redis }: Pick<RedisService, 'redis'>,
  cuentaId: number,
  limit: number,
  now: number,
): Promise<Quota> {
  const second = Math.floor(now / 1000)
  const window = Math.floor(second / WINDOW_S)
  const key = keys.apiQuota(cuentaId, window)
  const left = WINDOW_S - (second % WINDOW_S)
  const used = await redis.incr(key).catch(() => null)
  if (used === 1) await redis.pexpire(key, (WINDOW_S + 1) * 1000).catch(() => null)
  const count = used === null ? 0 : Number(used)
  const allowed = count <= limit
  const rest = Math.max(0, limit - count)
  return {
    allowed,
    headers: {
      'RateLimit-Policy': `"api";q=${limit};w=${WINDOW_S}`,
      RateLimit: `"api";r=${rest};t=${left}`,
      ...(allowed ? {} : { 'Retry-After': String(left) }),
    },
  }
}
