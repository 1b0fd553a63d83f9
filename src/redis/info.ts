import { z } from 'zod'
import type { RedisService } from './client'
import { keys } from './keys'

/** What a Redis server says of itself, in numbers; null where it doesn't say. */
export interface RedisInfo {
  readonly used_memory: number | null
  /** 0: there is no bound. */
  readonly maxmemory: number | null
  readonly keyspace_hits: number | null
  readonly keyspace_misses: number | null
  readonly connected_clients: number | null
  readonly evicted_keys: number | null
  readonly expired_keys: number | null
  readonly uptime_in_seconds: number | null
  /** What waits in the task lists. */
  readonly queue_length: number | null
}

const Reply = z.string()

/** The numbers of an INFO answer, by their names; sections and texts are left out. */
export function parseInfo(text: string): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ''] = /^(\w+):(-?\d+(?:\.\d+)?)$/.exec(line.trim()) ?? []
    if (name !== undefined) numbers.set(name, Number(value))
  }
  return numbers
}

/**
 * Asks a server how it stands; null where there is none of its own.
 * @throws RedisUnavailable, or what the server answers
 */
export async function readRedisInfo({ tipo, redis }: RedisService): Promise<RedisInfo | null> {
  if (tipo === 'memoria') return null
  const [text, ...lengths] = await Promise.all([
    redis.exec(['INFO']),
    ...Object.values(keys.tasks.pending).map((key) => redis.llen(key)),
  ])
  const numbers = parseInfo(Reply.parse(text))
  const of = (name: string) => numbers.get(name) ?? null
  return {
    used_memory: of('used_memory'),
    maxmemory: of('maxmemory'),
    keyspace_hits: of('keyspace_hits'),
    keyspace_misses: of('keyspace_misses'),
    connected_clients: of('connected_clients'),
    evicted_keys: of('evicted_keys'),
    expired_keys: of('expired_keys'),
    uptime_in_seconds: of('uptime_in_seconds'),
    queue_length: lengths.reduce((sum, length) => sum + length, 0),
  }
}
