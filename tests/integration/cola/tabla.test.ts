import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createQueue, enqueueTask } from '@/redis/queue'
import { processBatchTasks } from '@/redis/queue/process'
import { defineTask, handleTask } from '@/redis/queue/task'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

test('a task is run once', async () => {
  const queue = createQueue({
    db: system.runtime.db.as('dispatcher'),
    redis: null,
    now: Date.now,
    newId: system.runtime.newId,
    random: () => 0,
  })
  const kind = defineTask({
    tipo: 'sumar',
    v: 1,
    datos: z.object({ n: z.number() }),
    prioridad: 'normal',
    maxIntentos: 3,
  })
  for (let n = 0; n < 300; n++) await enqueueTask(queue, kind, { n })
  let sum = 0
  const report = await processBatchTasks(queue, {
    handlers: [
      handleTask(kind, ({ n }) => {
        sum += n
        return { resultado: n }
      }),
    ],
    maxTasks: 1000,
    budgetMs: 5000,
  })
  expect(report).toMatchObject({ tomadas: 300, hechas: 300 })
  expect(sum).toBe((300 * 299) / 2)
})
