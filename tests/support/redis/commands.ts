import * as fc from 'fast-check'
import type { RedisCommand } from '@/redis/requester'
import { type Step, UNIT_MS } from './pair'

// No text counts up to more than 2^53: a client reads what is beyond it as it can. Few keys, so that types clash; few texts, so that they meet again.
export const KEYS = ['k1', 'k2', 'k3', 'ñ:4']
const LONG = 'largo '.repeat(20)
const LEAST = '-9223372036854775808'
const key = fc.constantFrom(...KEYS)
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'c', '1', '-7', '', 'ñandú', '{"x":[1]}', LONG) },
  { weight: 1, arbitrary: fc.constantFrom('9223372036854775807', '41', ' 1', '1.0', 'OK', 'a\ud800') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
)
const noNumber = fc.constantFrom('x', '1.5', '', '-0', '+1', '01', ' 1', '9223372036854775808')
const index = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -5, max: 5 }) },
  { weight: 1, arbitrary: noNumber },
)
const score = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom('1.5', '-inf', '+inf', 'Infinity', '.5', '2e0', '1700000000000') },
  { weight: 1, arbitrary: fc.constantFrom('x', 'nan', '1x', ' 1', '--1') },
)
const bound = fc.tuple(fc.constantFrom('', '('), score).map(([open, at]) => open + at)
const seconds = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1, max: 4 }).map((units) => (units * UNIT_MS) / 1000) },
  { weight: 1, arbitrary: fc.oneof(noNumber, fc.constantFrom('9223372036854775807', LEAST)) },
)
const milliseconds = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1, max: 4 }).map((units) => units * UNIT_MS) },
  { weight: 1, arbitrary: fc.oneof(noNumber, fc.constantFrom('9223372036854775807')) },
)
const anyCase = (...words: string[]) => fc.constantFrom(...words, ...words.map((word) => word.toLowerCase()))
const side = fc.oneof(
  { weight: 9, arbitrary: anyCase('LEFT', 'RIGHT') },
  { weight: 1, arbitrary: fc.constant('UP') },
)
const option = fc.oneof(
  anyCase('NX', 'XX', 'KEEPTTL').map((word) => [word]),
  fc.tuple(anyCase('EX'), seconds),
  fc.tuple(anyCase('PX'), milliseconds),
  fc.constantFrom(['EX'], ['NADA']),
)

type Word = fc.Arbitrary<string | number>
const words = (...each: Word[]) => fc.tuple(...each)
const some = (each: fc.Arbitrary<readonly (string | number)[]>, minLength = 1) =>
  fc.array(each, { minLength, maxLength: 3 }).map((groups) => groups.flat())
const then = (first: Word, rest: fc.Arbitrary<readonly (string | number)[]>) =>
  fc.tuple(first, rest).map(([one, more]) => [one, ...more])
const limit = fc.oneof(
  fc.constant([]),
  fc.tuple(anyCase('LIMIT'), index, index),
  fc.constantFrom(['LIMIT'], ['x']),
)

/** The words after each command's name. What has no place here is not compared with a server's. */
export const ARGUMENTS: Readonly<Record<string, fc.Arbitrary<readonly (string | number)[]>>> = {
  SET: fc.tuple(words(key, text), some(option, 0)).map(([first, rest]) => [...first, ...rest]),
  GET: words(key),
  INCR: words(key),
  RPUSH: then(key, some(words(text))),
  LPUSH: then(key, some(words(text))),
  LPOP: words(key),
  LMOVE: words(key, key, side, side),
  LREM: words(key, index, text),
  LLEN: words(key),
  LRANGE: words(key, index, index),
  HSET: then(key, some(words(text, text))),
  HSETNX: words(key, text, text),
  HDEL: then(key, some(words(text))),
  HGET: words(key, text),
  HLEN: words(key),
  HMGET: then(key, some(words(text))),
  HGETALL: words(key),
  ZADD: then(key, some(words(score, text))),
  ZREM: then(key, some(words(text))),
  ZCARD: words(key),
  ZRANGE: words(key, index, index),
  ZRANGEBYSCORE: fc.tuple(words(key, bound, bound), limit).map(([first, rest]) => [...first, ...rest]),
  ZSCORE: words(key, text),
  PING: words(),
  DEL: some(words(key)),
  EXISTS: some(words(key)),
  TYPE: words(key),
  TTL: words(key),
  PTTL: words(key),
  EXPIRE: words(key, seconds),
  PEXPIRE: words(key, milliseconds),
  DBSIZE: words(),
  FLUSHDB: words(),
}

const rare = new Set(['FLUSHDB', 'PING', 'DBSIZE'])

/** Any command that the in-process store knows, mostly in order. */
export const command: fc.Arbitrary<RedisCommand> = fc.oneof(
  ...Object.entries(ARGUMENTS).map(([name, args]) => ({
    weight: rare.has(name) ? 1 : 6,
    arbitrary: args.map((rest): RedisCommand => [name, ...rest]),
  })),
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(ARGUMENTS)).map((name): RedisCommand => [name]) },
  { weight: 2, arbitrary: some(words(side)).map((rest): RedisCommand => ['NADA', ...rest]) },
)

/** Anything that is done to a Redis, in any of its forms, with time going by between. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: command.map((one): Step => ({ as: 'run', commands: [one] })) },
  {
    weight: 3,
    arbitrary: fc.record({
      as: fc.constantFrom('pipeline' as const, 'multi' as const),
      commands: fc.array(command, { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ as: fc.constant('wait' as const), units: fc.integer({ min: 1, max: 3 }) }),
  },
)
