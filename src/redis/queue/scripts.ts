import { z } from 'zod'
import { keys } from '../keys'
import type { RedisReply } from '../reply'
import { type Call, defineScript } from '../script'

const { pending, processing, leases, delayed, dead, known, filled } = keys.tasks

/** The keys of every script, in this order: one that is given a cluster must find them all named. */
export const QUEUE_KEYS = [
  pending.alta,
  pending.normal,
  pending.baja,
  processing,
  leases,
  delayed,
  dead,
  known,
  filled,
]

const LUA_KEYS = `local processing, leases, delayed, dead, known, filled = KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]`

/** How many ids one take moves from the delayed and from expired leases: a bound for the time that it takes. */
const MOVED_AT_ONCE = 256
/** The dead list is for who looks into Redis; the table has them all. */
const DEAD_KEPT = 1000

const Count = z.number()
const texts = (reply: RedisReply): string[] => (Array.isArray(reply) ? reply.map(String) : [])
const listOf = (names: readonly string[], prioridad: string) => names[Number(prioridad)] ?? ''

/**
 * Puts tasks in that are not in yet. ARGV: now, then id, priority and due time of each. Times in milliseconds.
 * Gives how many were put in.
 */
export const PUSH = defineScript({
  name: 'tasks.push',
  lua: `${LUA_KEYS}
local now, put = tonumber(ARGV[1]), 0
for i = 2, #ARGV, 3 do
  if redis.call('HSETNX', known, ARGV[i], ARGV[i + 1]) == 1 then
    put = put + 1
    if tonumber(ARGV[i + 2]) <= now then redis.call('RPUSH', KEYS[tonumber(ARGV[i + 1]) + 1], ARGV[i])
    else redis.call('ZADD', delayed, ARGV[i + 2], ARGV[i]) end
  end
end
return put`,
  reply: Count,
  twin(call, names, [now = '', ...tasks]) {
    const [, , , , , waiting = '', , index = ''] = names
    let put = 0
    for (let at = 0; at < tasks.length; at += 3) {
      const [id = '', prioridad = '', due = ''] = tasks.slice(at, at + 3)
      if (call('HSETNX', index, id, prioridad) !== 1) continue
      put += 1
      if (Number(due) <= Number(now)) call('RPUSH', listOf(names, prioridad), id)
      else call('ZADD', waiting, due, id)
    }
    return put
  },
})

/**
 * Takes the next tasks, the highest priority first, after what fell due and whose lease ended went back into its list.
 * ARGV: now, the new leases' end, how many. Gives 1 and the ids; 0 and none where Redis was not given all that is pending.
 */
export const TAKE = defineScript({
  name: 'tasks.take',
  lua: `${LUA_KEYS}
if redis.call('EXISTS', filled) == 0 then return { 0, {} } end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', ARGV[1], 'LIMIT', 0, ${MOVED_AT_ONCE})) do
  redis.call('ZREM', leases, id)
  redis.call('LREM', processing, 1, id)
  local prioridad = redis.call('HGET', known, id)
  if prioridad then redis.call('LPUSH', KEYS[tonumber(prioridad) + 1], id) end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', ARGV[1], 'LIMIT', 0, ${MOVED_AT_ONCE})) do
  redis.call('ZREM', delayed, id)
  local prioridad = redis.call('HGET', known, id)
  if prioridad then redis.call('RPUSH', KEYS[tonumber(prioridad) + 1], id) end
end
local taken, most = {}, tonumber(ARGV[3])
for list = 1, 3 do
  while #taken < most do
    local id = redis.call('LMOVE', KEYS[list], processing, 'LEFT', 'RIGHT')
    if not id then break end
    redis.call('ZADD', leases, ARGV[2], id)
    taken[#taken + 1] = id
  end
end
return { 1, taken }`,
  reply: z.tuple([z.number(), z.array(z.string())]),
  twin(call, names, [now = '', until = '', most = '']) {
    const [, , , running = '', held = '', waiting = '', , , mark = ''] = names
    if (call('EXISTS', mark) === 0) return [0, []]
    bringBack(call, names, held, now, 'LPUSH')
    bringBack(call, names, waiting, now, 'RPUSH')
    const taken: string[] = []
    for (const list of names.slice(0, 3)) {
      while (taken.length < Number(most)) {
        const id = call('LMOVE', list, running, 'LEFT', 'RIGHT')
        if (id === null) break
        call('ZADD', held, until, String(id))
        taken.push(String(id))
      }
    }
    return [1, taken]
  },
})

/** Puts what fell due, or whose lease ended, back into its list. */
function bringBack(call: Call, names: readonly string[], set: string, now: string, push: string): void {
  const [, , , running = '', held = '', , , index = ''] = names
  for (const id of texts(call('ZRANGEBYSCORE', set, '-inf', now, 'LIMIT', 0, MOVED_AT_ONCE))) {
    call('ZREM', set, id)
    if (set === held) call('LREM', running, 1, id)
    const prioridad = call('HGET', index, id)
    if (prioridad !== null) call(push, listOf(names, String(prioridad)), id)
  }
}

/** What becomes of a taken task: it is done, waits until a time, goes to the dead, or back into its list at once. */
export type Settlement = 'fin' | 'luego' | 'muerta' | 'vuelve'

/**
 * Ends the leases of taken tasks. ARGV: of each its id, a Settlement, its priority, and the time it waits for. One
 * that is not in (Redis was emptied meanwhile) comes in where it has to come back.
 */
export const SETTLE = defineScript({
  name: 'tasks.settle',
  lua: `${LUA_KEYS}
for i = 1, #ARGV, 4 do
  local id, what = ARGV[i], ARGV[i + 1]
  redis.call('ZREM', leases, id)
  redis.call('LREM', processing, 1, id)
  redis.call('ZREM', delayed, id)
  if what == 'fin' then redis.call('HDEL', known, id)
  elseif what == 'muerta' then
    redis.call('HDEL', known, id)
    if redis.call('RPUSH', dead, id) > ${DEAD_KEPT} then redis.call('LPOP', dead) end
  else
    redis.call('HSET', known, id, ARGV[i + 2])
    if what == 'luego' then redis.call('ZADD', delayed, ARGV[i + 3], id)
    else
      redis.call('LREM', KEYS[tonumber(ARGV[i + 2]) + 1], 1, id)
      redis.call('LPUSH', KEYS[tonumber(ARGV[i + 2]) + 1], id)
    end
  end
end
return #ARGV / 4`,
  reply: Count,
  twin(call, names, args) {
    const [, , , running = '', held = '', waiting = '', buried = '', index = ''] = names
    for (let at = 0; at < args.length; at += 4) {
      const [id = '', what = '', prioridad = '', due = ''] = args.slice(at, at + 4)
      call('ZREM', held, id)
      call('LREM', running, 1, id)
      call('ZREM', waiting, id)
      if (what === 'fin') call('HDEL', index, id)
      else if (what === 'muerta') {
        call('HDEL', index, id)
        if (Number(call('RPUSH', buried, id)) > DEAD_KEPT) call('LPOP', buried)
      } else {
        call('HSET', index, id, prioridad)
        if (what === 'luego') call('ZADD', waiting, due, id)
        else {
          call('LREM', listOf(names, prioridad), 1, id)
          call('LPUSH', listOf(names, prioridad), id)
        }
      }
    }
    return args.length / 4
  },
})

/** Renews leases that are still there. ARGV: their new end, then the ids. Gives how many were. */
export const RENEW_LEASES = defineScript({
  name: 'tasks.renew',
  lua: `${LUA_KEYS}
local renewed = 0
for i = 2, #ARGV do
  if redis.call('ZSCORE', leases, ARGV[i]) then
    redis.call('ZADD', leases, ARGV[1], ARGV[i])
    renewed = renewed + 1
  end
end
return renewed`,
  reply: Count,
  twin(call, names, [until = '', ...ids]) {
    const [, , , , held = ''] = names
    const mine = ids.filter((id) => call('ZSCORE', held, id) !== null)
    for (const id of mine) call('ZADD', held, until, id)
    return mine.length
  },
})
