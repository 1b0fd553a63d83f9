import { z } from 'zod'
import { defineScript } from './script'

/** How many tabs are known of one ticket at most. */
export const MAX_PRESENT = 100

const PRUNED_AT_ONCE = 100

/**
 * Notes that a tab shows a ticket, until a moment, or that it does no more, and tells who else is known.
 *
 * KEYS: the ticket's presence. ARGV: now, until when, time to live, whether to note it (1) or to forget it (0), how it is
 * noted, and every way in which it may have been. Times in milliseconds. Gives `1` where that changed what is known (`0`
 * where it was known already, or there is no room for it), then everybody, soonest to end first.
 */
export const REPORT = defineScript({
  name: 'presencia.informar',
  lua: `
local old = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ${PRUNED_AT_ONCE})
for _, one in ipairs(old) do redis.call('ZREM', KEYS[1], one) end
local known = redis.call('ZSCORE', KEYS[1], ARGV[5])
local gone = 0
for i = 6, #ARGV do gone = gone + redis.call('ZREM', KEYS[1], ARGV[i]) end
local changed = gone > 0
if ARGV[4] == '1' then
  changed = false
  if redis.call('ZCARD', KEYS[1]) < ${MAX_PRESENT} then
    changed = not known
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[5])
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
  end
end
local answer = redis.call('ZRANGE', KEYS[1], 0, ${MAX_PRESENT - 1})
table.insert(answer, 1, changed and '1' or '0')
return answer`,
  reply: z.array(z.string()),
  twin(call, [key = ''], [now = '', until = '', ttl = '', note = '', member = '', ...forms]) {
    const texts = (...command: (string | number)[]) => z.array(z.string()).parse(call(...command))
    for (const one of texts('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, PRUNED_AT_ONCE))
      call('ZREM', key, one)
    const known = call('ZSCORE', key, member) !== null
    let gone = 0
    for (const form of forms) gone += Number(call('ZREM', key, form))
    let changed = note !== '1' && gone > 0
    if (note === '1' && Number(call('ZCARD', key)) < MAX_PRESENT) {
      changed = !known
      call('ZADD', key, until, member)
      call('PEXPIRE', key, ttl)
    }
    return [changed ? '1' : '0', ...texts('ZRANGE', key, 0, MAX_PRESENT - 1)]
  },
})
