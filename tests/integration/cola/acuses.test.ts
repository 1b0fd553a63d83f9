import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineWrite } from '@/db/queries'
import { openRedis } from '@/redis/client'
import { createQueue, enqueueTask, insertTasks, newTask, type TaskQueue } from '@/redis/queue'
import { Claimer } from '@/redis/queue/claim'
import { addAttempt, firstAttempt, readHistory } from '@/redis/queue/history'
import { processBatchTasks } from '@/redis/queue/process'
import { findTask, queueBacklog } from '@/redis/queue/status'
import { defineTask, handleTask, type TaskHandler } from '@/redis/queue/task'
import { startWorker } from '@/worker/worker'
import { tamper } from '../../support/follow'
import { contar, contarHandler, openQueueWorld, type QueueWorld } from '../../support/queue/world'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: QueueWorld
beforeEach(async () => {
  system = await openTestSystem()
  world = await openQueueWorld(system)
})
afterEach(async () => {
  world.close()
  await system.close()
})

/** A queue over the Redis in this process. */
function openQueue(db: Connection = system.runtime.db.as('dispatcher')): TaskQueue {
  const redis = openRedis({ tipo: 'memoria' }, { now: Date.now })
  const { newId } = system.runtime
  return createQueue({ db, redis, now: Date.now, newId, random: () => 0 })
}

// No sweep comes by chance: what is found is what somebody was told of, or looked for.
const SELDOM = 3_600_000
const run = async (queue: TaskQueue, handlers: readonly TaskHandler[]) =>
  await processBatchTasks(queue, { handlers, maxTasks: 1000, budgetMs: 60_000, sweepEvery: SELDOM })

const padre = defineTask({ ...contar, tipo: 'padre', datos: z.object({}) })
const parent = handleTask(padre, () => {
  const ahora = new Date().toISOString()
  return { writes: [insertTasks([newTask(contar, { n: 7 }, { id: 'contar:7', vence: ahora })], ahora)] }
})
// As a statement that says nothing of what it made.
const QUIET = defineWrite({
  name: 'prueba.tarea_callada',
  roles: ['dispatcher'],
  sql: `INSERT INTO tareas (id, tipo, v, datos, prioridad, vence, fecha_creacion)
    VALUES ('contar:8', 'contar', 1, '{"n":8}', 1, :ahora, :ahora)`,
})
const quietParent = handleTask(padre, async () => {
  // Longer than the look that finds nothing due.
  await new Promise((resolve) => setTimeout(resolve, 200))
  return { writes: [{ statement: QUIET, args: { ahora: new Date().toISOString() } }] }
})

describe('a task that is borne with another’s end', () => {
  // Mutant seen to fail: an end that announces nothing.
  test('is begun at once by a worker that sleeps', async () => {
    const queue = openQueue()
    await run(queue, [])
    const options = { queue, handlers: [parent, contarHandler], pollEvery: SELDOM, sweepEvery: SELDOM }
    const worker = startWorker(options)
    await enqueueTask(queue, padre, {}, { id: 'padre:1' })
    const done = async () => (await findTask(queue, 'contar:7'))?.estado
    await expect.poll(done, { timeout: 10_000 }).toBe('hecha')
    await worker.stop()
  })

  // Mutant seen to fail: a run that believes Redis that nothing is due.
  test('is done in the same run, whoever was told of it', async () => {
    const queue = openQueue()
    await run(queue, [])
    await enqueueTask(queue, padre, {}, { id: 'padre:1' })
    expect(await run(queue, [quietParent, contarHandler])).toMatchObject({ tomadas: 2, hechas: 2 })
  })
})

describe('what can’t be written', () => {
  // Mutant seen to fail: ends in one statement or not at all.
  test('of one end leaves the others’ as they are, and is a failed attempt', async () => {
    const queue = openQueue()
    for (let n = 0; n < 10; n++) await enqueueTask(queue, contar, { n }, { id: `contar:${n}` })
    const wordy = handleTask(contar, ({ n }) => ({ resultado: 'x'.repeat(n === 4 ? 5000 : 10) }))
    expect(await run(queue, [wordy])).toMatchObject({ hechas: 9, reintentadas: 1, inciertas: 0 })
    const refused = await findTask(queue, 'contar:4')
    expect(refused).toMatchObject({ estado: 'pendiente', intentos: 1 })
    expect(refused?.historial[0]?.error).toContain('no se pudo anotar el resultado')
  })

  // Mutant seen to fail: a history bounded by its attempts alone.
  test('is no history: however it has to be escaped, it fits, and keeps where it began', () => {
    let stored = '[]'
    for (let intento = 1; intento <= 60; intento++)
      stored = addAttempt(stored, {
        fecha: `2026-03-01T00:00:00.${intento}`,
        intento,
        error: '\0'.repeat(900),
      })
    expect(stored.length).toBeLessThanOrEqual(20_000)
    expect(firstAttempt(stored)?.intento).toBe(1)
    expect(readHistory(stored).at(-1)?.intento).toBe(60)
  })
})

// Mutant seen to fail: a task under a lease that counts as one that waits.
test('what waits is what nobody has', async () => {
  const queue = openQueue()
  await enqueueTask(queue, contar, { n: 1 }, { id: 'contar:1' })
  expect(await queueBacklog(queue)).toMatchObject({ vencidas: 1, enMarcha: 0, aparcadas: 0 })
  const claim = { titular: system.runtime.newId(), leaseFor: 60_000, limite: 10 }
  expect(await new Claimer(queue, SELDOM).take(claim)).toHaveLength(1)
  expect(await queueBacklog(queue)).toMatchObject({ vencidas: 0, enMarcha: 1, masAntigua: null })
})

// Mutant seen to fail: what is asked of the refused ones failing the claim, whose tasks nobody held then.
test('tasks that were claimed are held, whatever becomes of those that were refused', async () => {
  const real = system.runtime.db.as('dispatcher')
  let broken = false
  const queue = openQueue({
    ...real,
    all: async (query, args) => {
      if (broken) throw new Error('sin respuesta')
      return await real.all(query, args)
    },
  })
  const claimer = new Claimer(queue, SELDOM)
  const claim = { titular: system.runtime.newId(), leaseFor: 1000, limite: 10 }
  expect(await claimer.take(claim)).toEqual([])
  for (const n of [1, 2]) await enqueueTask(queue, contar, { n }, { id: `contar:${n}` })
  await tamper(system, "UPDATE tareas SET estado = 'hecha', fecha_fin = vence WHERE id = 'contar:1'")
  broken = true
  expect((await claimer.take(claim)).map(({ id }) => id)).toEqual(['contar:2'])
})
