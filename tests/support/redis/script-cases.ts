import * as fc from 'fast-check'
import { z } from 'zod'
import { REPORT } from '@/redis/presence'
import { defineScript } from '@/redis/script'
import { CACHE_CASES } from '../caches/script-cases'
import { command } from './commands'
import { queueCases } from './queue-cases'
import type { ScriptCase } from './script-case'

/**
 * One of the kinds of thing that a script may do each: numbers, texts, nothing, lists of lists, a branch on what is
 * there, an error in the middle.
 */
const sample = defineScript({
  name: 'prueba.muestra',
  lua: `
    local kind = redis.call('TYPE', KEYS[1]).ok
    redis.call('HSET', KEYS[2], 'tipo', kind, 'arg', ARGV[1])
    if kind == 'list' then
      local item = redis.call('LPOP', KEYS[1])
      redis.call('PEXPIRE', KEYS[2], ARGV[2])
      return {item, redis.call('LLEN', KEYS[1]), false}
    end
    if ARGV[1] == 'c' then return false end
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    return {kind, {redis.call('ZSCORE', KEYS[1], ARGV[1])}, redis.call('ZCARD', KEYS[1])}`,
  twin(call, [subject = '', notes = ''], [text = '', amount = '']) {
    const kind = call('TYPE', subject)
    call('HSET', notes, 'tipo', String(kind), 'arg', text)
    if (kind === 'list') {
      const item = call('LPOP', subject)
      call('PEXPIRE', notes, amount)
      return [item, call('LLEN', subject), null]
    }
    if (text === 'c') return null
    call('ZADD', subject, amount, text)
    return [kind, [call('ZSCORE', subject, text)], call('ZCARD', subject)]
  },
  reply: z.unknown(),
})

const PRESENCE_KEY = 'b1:presencia:1'
const member = fc.constantFrom('ana viendo', 'ana escribiendo', 'blas viendo', 'blas escribiendo')
const moment = fc.integer({ min: 0, max: 4 })

/** Reports of few tabs at few moments, over what others left at that key. */
const presence: ScriptCase = {
  script: REPORT,
  call: fc.record({
    keys: fc.constant([PRESENCE_KEY]),
    args: fc
      .tuple(moment, moment, fc.constant(60_000), fc.constantFrom(0, 1), member, fc.uniqueArray(member))
      .map(([now, until, ttl, note, noted, forms]) => [now, until, ttl, note, noted, noted, ...forms]),
  }),
  between: fc.oneof(
    fc.constant(['DEL', PRESENCE_KEY]),
    fc.constant(['SET', PRESENCE_KEY, 'x']),
    fc.tuple(moment, member).map(([until, one]) => ['ZADD', PRESENCE_KEY, until, one]),
  ),
}

/** Every registered script has its place here: a test tells which has none. */
export const scriptCases: readonly ScriptCase[] = [
  {
    script: sample,
    call: fc.record({
      keys: fc.constantFrom(['k1', 'k2'], ['k2', 'k3'], ['k3', 'k1']),
      args: fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('0', '-1', '1000000000', 'x')),
    }),
    between: command,
  },
  ...queueCases,
  ...CACHE_CASES,
  presence,
]
