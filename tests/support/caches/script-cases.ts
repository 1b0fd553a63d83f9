import * as fc from 'fast-check'
import { CLOSE, OPEN, RAISE } from '@/redis/cache/state'
import { BEGIN, PUT, PUT_READ, RELEASE } from '@/redis/cache/values'
import type { RedisCommand } from '@/redis/requester'
import type { ScriptCase } from '../redis/script-case'

// Few values of each, so that they meet; whole units of time, of which a run of the test takes no part.
const STATE = 'estado'
const VALUES = ['v1', 'v2'] as const
const UNIT_MS = 1_000_000_000
const value = fc.constantFrom(...VALUES)
const token = fc.constantFrom('t1', 't2')
const epoca = fc.constantFrom('e1', 'e2')
const number = fc.constantFrom('0', '1', '2', '3')
const flag = fc.constantFrom('0', '1')
const life = fc.constantFrom(UNIT_MS, 2 * UNIT_MS)
const data = fc.constantFrom('{"a":1}', 'ñ')

const state = fc
  .tuple(epoca, number, number)
  .map(
    ([e, pos, names]): RedisCommand => [
      'HSET',
      STATE,
      ...['epoca', e, 'posicion', pos, 'cuentas', names, 'generacion', '0'],
    ],
  )
const held = fc
  .tuple(value, epoca, number, number, number)
  .map(
    ([key, e, v, pos, piso]): RedisCommand => [
      'HSET',
      key,
      ...['epoca', e, 'v', v, 'pos', pos, 'piso', piso, 'd', 'x'],
    ],
  )
const turn = fc
  .tuple(value, token, number)
  .map(([key, own, until]): RedisCommand => ['HSET', key, 'token', own, 'hasta', until])
/** What the other scripts leave there, and what makes a key of theirs go, or another's. */
const between = fc.oneof(
  { weight: 3, arbitrary: state },
  { weight: 3, arbitrary: held },
  { weight: 2, arbitrary: turn },
  {
    weight: 1,
    arbitrary: fc.constantFrom<RedisCommand>(['DEL', STATE], ['DEL', 'v1'], ['HDEL', 'v1', 'piso']),
  },
  {
    weight: 1,
    arbitrary: value.chain((key) => fc.constantFrom<RedisCommand>(['DEL', key], ['SET', key, 'x'])),
  },
)

type Args = fc.Arbitrary<string | number>

function one(
  script: ScriptCase['script'],
  args: readonly Args[],
  keys: fc.Arbitrary<readonly string[]> = value.map((key) => [STATE, key]),
) {
  return { script, between, call: fc.record({ keys, args: fc.tuple(...args) }) } satisfies ScriptCase
}

const onState = fc.constant([STATE])

/** Each script of the read caches, over one state and two values. */
export const CACHE_CASES: readonly ScriptCase[] = [
  one(OPEN, [epoca, number, number, life], onState),
  one(CLOSE, [epoca], onState),
  one(
    RAISE,
    [number, number, number, fc.oneof(fc.constant(0), life), number, number],
    fc.constant([STATE, ...VALUES]),
  ),
  one(BEGIN, [number, fc.oneof(fc.constant(0), life), token, number, flag, flag]),
  one(PUT, [token, epoca, number, number, data, life]),
  one(PUT_READ, [number, number, data, life]),
  one(
    RELEASE,
    [token],
    value.map((key) => [key]),
  ),
]
