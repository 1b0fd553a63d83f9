import * as fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { openModel } from '../support/queue/model'
import { type Step, step } from '../support/queue/steps'
import { openQueueWorld, type QueueWorld } from '../support/queue/world'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let world: QueueWorld
beforeAll(async () => {
  system = await openTestSystem()
  world = await openQueueWorld(system)
})
afterAll(async () => {
  world.close()
  await system.close()
})

async function history(steps: readonly Step[], redis: boolean): Promise<void> {
  await world.clear()
  const model = openModel(system, world, redis)
  for (const one of steps) {
    await model.take(one)
    await model.check()
  }
  await model.finish()
}

// Mutants seen to fail: see tests/support/queue/model.ts.
test(
  'over Redis no task is lost, no effect happens twice, and the first in line is the first taken',
  async () => {
    const holds = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) =>
      history(steps, true),
    )
    await fc.assert(holds, fcParams(40))
  },
  FC_TIMEOUT,
)

test(
  'so is it without Redis',
  async () => {
    const holds = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) =>
      history(steps, false),
    )
    await fc.assert(holds, fcParams(30))
  },
  FC_TIMEOUT,
)
