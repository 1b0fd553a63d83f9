import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openRedis, type RedisService } from '@/redis/client'
import { keys } from '@/redis/keys'
import { createQueue, enqueueTask, type TaskQueue } from '@/redis/queue'
import { processBatchTasks } from '@/redis/queue/process'
import { discardTask, findTask, listEndedTasks, queueStatus, retryTask } from '@/redis/queue/status'
import { defineTask, handleTask, PermanentTaskError } from '@/redis/queue/task'
import { defineSchedule } from '@/worker/schedule'
import { startWorker } from '@/worker/worker'
import { contar, contarHandler, openQueueWorld, type QueueWorld } from '../../support/queue/world'
import { hasRedisServer, type RedisServer, startRedisServer } from '../../support/redis-server'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let world: QueueWorld
let now: () => number
beforeEach(async () => {
  system = await openTestSystem()
  world = await openQueueWorld(system)
  now = Date.now
})
afterEach(async () => {
  world.close()
  await system.close()
})

function openQueue(redis: RedisService | null): TaskQueue {
  const { db, newId } = system.runtime
  return createQueue({ db: db.as('dispatcher'), redis, now: () => now(), newId, random: () => 0.5 })
}
const enqueue = async (queue: TaskQueue, from: number, to: number) => {
  for (let n = from; n < to; n++) await enqueueTask(queue, contar, { n }, { id: `contar:${n}` })
}
const standing = async () => {
  const rows = await world.rows()
  return {
    hechas: rows.filter(({ estado }) => estado === 'hecha').length,
    efectos: rows.reduce((sum, { efectos }) => sum + efectos, 0),
  }
}
const once = { handlers: [contarHandler], maxTasks: 1000, budgetMs: 60_000 }

describe.skipIf(!hasRedisServer)('over a Redis server', () => {
  let server: RedisServer
  let redis: RedisService
  beforeEach(async () => {
    server = await startRedisServer()
    redis = openRedis({ tipo: 'tcp', url: server.url }, { now: Date.now })
  })
  afterEach(async () => {
    redis.close()
    await server.stop()
  })

  test('tasks go through its lists, and leave nothing behind there', async () => {
    const queue = openQueue(redis)
    await processBatchTasks(queue, once)
    await enqueue(queue, 0, 20)
    expect(await redis.redis.llen(keys.tasks.pending.normal)).toBe(20)
    expect(await processBatchTasks(queue, { ...once, sweepEvery: 60_000 })).toMatchObject({ hechas: 20 })
    expect(await redis.redis.dbsize()).toBe(1)
    expect(await standing()).toEqual({ hechas: 20, efectos: 20 })
  })

  test('a flush and a death in the middle lose no task', async () => {
    const queue = openQueue(redis)
    const worker = startWorker({ queue, handlers: [contarHandler], pollEvery: 20, sweepEvery: 100 })
    await enqueue(queue, 0, 50)
    await server.flush()
    await enqueue(queue, 50, 100)
    await server.kill()
    await enqueue(queue, 100, 150)
    await expect.poll(standing, { timeout: 20_000 }).toEqual({ hechas: 150, efectos: 150 })
    await server.start()
    await enqueue(queue, 150, 200)
    await expect.poll(standing, { timeout: 20_000 }).toEqual({ hechas: 200, efectos: 200 })
    await worker.stop()
  })

  test('two workers share what there is, each task run by one of them', async () => {
    const [one, two] = [openQueue(redis), openQueue(redis)]
    await enqueue(one, 0, 400)
    const runs: string[] = []
    const handler = handleTask(contar, async (_datos, { id }) => {
      runs.push(id)
      await new Promise((resolve) => setImmediate(resolve))
      return {}
    })
    const options = { ...once, handlers: [handler], concurrency: 8 }
    const reports = await Promise.all([processBatchTasks(one, options), processBatchTasks(two, options)])
    expect(new Set(runs).size).toBe(400)
    expect(runs).toHaveLength(400)
    expect(reports.reduce((sum, { hechas }) => sum + hechas, 0)).toBe(400)
  })
})

// Mutants seen to fail: no renewal; effects that are refused and not tried one by one; a stop that gives nothing back; a
// recurring task whose id is its instant.
describe('a task', () => {
  // Mutants seen to fail: parked at once, as a deploy's old workers did to the new ones' kinds; attempts counted.
  test('of a kind that this build does not know is left to others, and loses no attempt by it', async () => {
    let clock = Date.now()
    now = () => clock
    const queue = openQueue(null)
    await enqueue(queue, 0, 1)
    for (let hour = 0; hour < 23; hour++) {
      expect(await processBatchTasks(queue, { ...once, handlers: [] })).toMatchObject({ reintentadas: 1 })
      clock += 3_600_000
    }
    expect(await findTask(queue, 'contar:0')).toMatchObject({ estado: 'pendiente', intentos: 0 })
    expect(await processBatchTasks(queue, once)).toMatchObject({ hechas: 1 })
  })

  // Mutants seen to fail: no end to it; a day that goes on counting where somebody has it tried again.
  test('that nobody knows for a day is parked with the reason, and can be tried again', async () => {
    let clock = Date.now()
    now = () => clock
    const queue = openQueue(null)
    const unknown = async () => await processBatchTasks(queue, { ...once, handlers: [] })
    await enqueue(queue, 0, 1)
    // More of them than a history keeps: the first stays.
    for (let n = 0; n <= 24; n++) {
      expect(await unknown()).toMatchObject({ [n < 24 ? 'reintentadas' : 'aparcadas']: 1 })
      clock += 3_600_000
    }
    const [parked] = await listEndedTasks(queue, 'aparcada', 10)
    expect(parked?.historial[0]?.error).toContain('«contar» v1')
    expect(await retryTask(queue, 'contar:0')).toBe(true)
    expect(await retryTask(queue, 'contar:0')).toBe(false)
    expect(await unknown()).toMatchObject({ reintentadas: 1 })
    clock += 3_600_000
    expect(await processBatchTasks(queue, once)).toMatchObject({ hechas: 1 })
  })

  test('with data of another form, or that says itself that it is hopeless, is parked at once', async () => {
    const queue = openQueue(null)
    await enqueue(queue, 0, 2)
    const other = { ...contar, datos: z.object({ n: z.string() }) }
    const handler = handleTask(other, () => ({}))
    expect(await processBatchTasks(queue, { ...once, handlers: [handler], maxTasks: 1 })).toMatchObject({
      aparcadas: 1,
    })
    const hopeless = handleTask(contar, () => {
      throw new PermanentTaskError('el ticket no existe')
    })
    expect(await processBatchTasks(queue, { ...once, handlers: [hopeless] })).toMatchObject({ aparcadas: 1 })
  })

  test('that fails is tried again later, so often, then parked with all its errors', async () => {
    let clock = Date.now()
    now = () => clock
    const queue = openQueue(null)
    await enqueue(queue, 0, 1)
    const handler = handleTask(contar, (_datos, { intento }) => {
      throw new Error(`intento ${intento}\0\ud800`)
    })
    for (let round = 0; round < contar.maxIntentos; round++) {
      await processBatchTasks(queue, { ...once, handlers: [handler] })
      expect(await processBatchTasks(queue, { ...once, handlers: [handler] })).toMatchObject({ tomadas: 0 })
      clock += 60_000
    }
    const task = await findTask(queue, 'contar:0')
    expect(task).toMatchObject({ estado: 'aparcada', intentos: contar.maxIntentos })
    expect(task?.historial).toHaveLength(contar.maxIntentos)
  })

  test('whose own effects are refused fails, and takes no other one with it', async () => {
    const queue = openQueue(null)
    await enqueue(queue, 0, 10)
    const handler = handleTask(contar, ({ n }, { id, intento }) => {
      const writes = contarHandler.run(
        { n },
        { id, intento, eventoId: null, ahora: 0, primero: 0, signal: new AbortController().signal },
      )
      return writes.then(({ writes = [] }) => ({
        writes: n === 4 ? writes.map((item) => ({ ...item, args: { id: null, intento } })) : writes,
      }))
    })
    expect(await processBatchTasks(queue, { ...once, handlers: [handler] })).toMatchObject({
      hechas: 9,
      reintentadas: 1,
    })
    expect(await standing()).toEqual({ hechas: 9, efectos: 9 })
  })

  test('that is discarded while it runs leaves no effect', async () => {
    const queue = openQueue(null)
    await enqueue(queue, 0, 1)
    const handler = handleTask(contar, async ({ n }, context) => {
      await discardTask(queue, context.id)
      return await contarHandler.run({ n }, context)
    })
    expect(await processBatchTasks(queue, { ...once, handlers: [handler] })).toMatchObject({ perdidas: 1 })
    expect(await standing()).toEqual({ hechas: 0, efectos: 0 })
    expect((await queueStatus(queue)).recuento).toMatchObject({ descartada: 1, pendiente: 0 })
  })

  test('that runs longer than its lease stays its worker’s, for the lease is renewed', async () => {
    const queue = openQueue(null)
    await enqueue(queue, 0, 1)
    const slow = handleTask(contar, async ({ n }, context) => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return await contarHandler.run({ n }, context)
    })
    const first = processBatchTasks(queue, { ...once, handlers: [slow], leaseFor: 600 })
    await expect.poll(async () => (await queueStatus(queue)).enMarcha).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 900))
    expect(await processBatchTasks(openQueue(null), once)).toMatchObject({ tomadas: 0 })
    expect(await first).toMatchObject({ hechas: 1 })
  })
})

test('a worker that stops gives back what it had not begun, as no attempt', async () => {
  const queue = openQueue(null)
  await enqueue(queue, 0, 40)
  let finish: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const slow = handleTask(contar, async () => {
    await held
    return {}
  })
  const worker = startWorker({ queue, handlers: [slow], pollEvery: 10, concurrency: 4 })
  await expect.poll(async () => (await queueStatus(queue)).enMarcha).toBe(40)
  const stopping = worker.stop()
  finish()
  await stopping
  expect(worker.report).toMatchObject({ tomadas: 40, hechas: 4, devueltas: 36 })
  const rows = await world.rows()
  expect(rows.filter(({ estado, intentos }) => estado === 'pendiente' && intentos === 0)).toHaveLength(36)
})

test('a recurring task is one for each stretch of time, however many workers there are', async () => {
  let clock = Date.parse('2026-11-24T15:30:00.000Z')
  now = () => clock
  const queue = openQueue(null)
  const kind = defineTask({ ...contar, tipo: 'cada_hora', datos: z.object({ tramo: z.string() }) })
  const handler = handleTask(kind, ({ tramo }) => ({ resultado: tramo }))
  const schedules = [defineSchedule(kind, 'hora', (tramo) => ({ tramo }))]
  const options = { queue, handlers: [handler], schedules, pollEvery: 10 }
  const workers = [startWorker(options), startWorker(options)]
  const ids = async () => (await world.rows()).filter(({ estado }) => estado === 'hecha').map(({ id }) => id)
  await expect.poll(ids).toEqual(['cada_hora:2026-11-24T15'])
  clock += 3_600_000
  await expect.poll(ids).toEqual(['cada_hora:2026-11-24T15', 'cada_hora:2026-11-24T16'])
  for (const worker of workers) await worker.stop()
})
