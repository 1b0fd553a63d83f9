import * as fc from 'fast-check'
import { keys } from '@/redis/keys'
import { PUSH, QUEUE_KEYS, RENEW_LEASES, SETTLE, TAKE } from '@/redis/queue/scripts'
import type { RedisCommand } from '@/redis/requester'
import type { Script } from '@/redis/script'

// Few ids and few moments, so that they meet again.
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const moment = fc.integer({ min: 0, max: 4 })
const prioridad = fc.constantFrom(0, 1, 2)

/** Arguments in groups, behind what comes first. */
function groups(first: fc.Arbitrary<number>[], group: fc.Arbitrary<readonly (string | number)[]>) {
  return fc
    .tuple(fc.tuple(...first), fc.array(group, { maxLength: 5 }))
    .map(([head, rest]) => [...head, ...rest.flat()])
}

const args = {
  push: groups([moment], fc.tuple(id, prioridad, moment)),
  take: fc.tuple(moment, moment, fc.integer({ min: 0, max: 4 })),
  settle: groups([], fc.tuple(id, fc.constantFrom('fin', 'luego', 'muerta', 'vuelve'), prioridad, moment)),
  renew: groups(
    [moment],
    id.map((one) => [one]),
  ),
}

/** What the other scripts leave, what a flush or an eviction takes away, and keys of another type. */
const between: fc.Arbitrary<RedisCommand> = fc.oneof(
  { weight: 8, arbitrary: args.push.map((words) => script(PUSH, words)) },
  { weight: 4, arbitrary: args.take.map((words) => script(TAKE, words)) },
  { weight: 4, arbitrary: fc.constant<RedisCommand>(['SET', keys.tasks.filled, '1']) },
  { weight: 2, arbitrary: fc.constantFrom(...QUEUE_KEYS).map((key): RedisCommand => ['DEL', key]) },
  { weight: 1, arbitrary: fc.constantFrom(...QUEUE_KEYS).map((key): RedisCommand => ['SET', key, 'x']) },
)

function script({ lua }: Script<unknown>, words: readonly (string | number)[]): RedisCommand {
  return ['EVAL', lua, QUEUE_KEYS.length, ...QUEUE_KEYS, ...words]
}

function caseOf(tested: Script<unknown>, words: fc.Arbitrary<readonly (string | number)[]>) {
  return { script: tested, call: words.map((one) => ({ keys: QUEUE_KEYS, args: one })), between }
}

/** The queue's scripts. */
export const queueCases = [
  caseOf(PUSH, args.push),
  caseOf(TAKE, args.take),
  caseOf(SETTLE, args.settle),
  caseOf(RENEW_LEASES, args.renew),
]
