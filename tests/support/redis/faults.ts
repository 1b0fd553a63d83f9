import type { Requester, UpstashRequest } from '@upstash/redis'
import { RedisReplyError, RedisUnavailable } from '@/redis/reply'

/**
 * What goes wrong with one request: it never got there (`antes`), it was carried out and its answer lost (`despues`),
 * it is answered after others that came later (`tarde`), the server has no room (`llena`). Null: nothing.
 */
export type RedisFault = 'antes' | 'despues' | 'tarde' | 'llena' | null

const FAULTS: readonly RedisFault[] = ['antes', 'despues', 'tarde', 'llena']
const LATE_BY_TURNS = 5

/** For `openRedis({ around })`: each request goes as `next` tells. */
export function faultyRedis(next: () => RedisFault): (inner: Requester) => Requester {
  return (inner) => ({
    async request<Result>(req: UpstashRequest) {
      const fault = next()
      if (fault === 'antes') throw new RedisUnavailable('connect ECONNREFUSED')
      if (fault === 'llena')
        throw new RedisReplyError("OOM command not allowed when used memory > 'maxmemory'.")
      const answer = await inner.request<Result>(req)
      for (let turn = 0; fault === 'tarde' && turn < LATE_BY_TURNS; turn++) await nextTurn()
      if (fault === 'despues') throw new RedisUnavailable('no answer in 500 ms')
      return answer
    },
  })
}

/** Faults drawn by a seed: `share` of the requests fails, in one way or another. */
export function seededFaults(seed: number, share: number): () => RedisFault {
  const draw = mulberry32(seed)
  return () => (draw() < share ? (FAULTS[Math.floor(draw() * FAULTS.length)] ?? null) : null)
}

/** Numbers from 0 to 1, the same for the same seed. @see Tommy Ettinger's mulberry32 */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
