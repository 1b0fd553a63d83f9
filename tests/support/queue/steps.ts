import * as fc from 'fast-check'
import { QUEUE_KEYS } from '@/redis/queue/scripts'
import { PRIORITIES } from '@/redis/queue/task'

export const WORKERS = 3

const worker = fc.nat({ max: WORKERS - 1 })
const which = fc.nat({ max: 9 })

/** Anything that may happen to a queue. */
export const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      hace: fc.constant('encolar' as const),
      n: fc.nat({ max: 30 }),
      prioridad: fc.constantFrom(...PRIORITIES),
      dentro: fc.constantFrom(0, 0, 0, 500, 3000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      hace: fc.constant('tomar' as const),
      worker,
      limite: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ hace: fc.constant('acusar' as const), worker, which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      hace: fc.constant('fallar' as const),
      worker,
      which,
      azar: fc.constantFrom(0, 0.3, 0.7, 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ hace: fc.constant('devolver' as const), worker, which }) },
  { weight: 1, arbitrary: fc.record({ hace: fc.constant('morir' as const), worker }) },
  {
    weight: 3,
    arbitrary: fc.record({
      hace: fc.constant('pasar' as const),
      ms: fc.constantFrom(1, 400, 1000, 1500, 5000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ hace: fc.constantFrom('vaciar' as const, 'caer' as const, 'volver' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ hace: fc.constant('desalojar' as const), key: fc.constantFrom(...QUEUE_KEYS) }),
  },
)
export type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
