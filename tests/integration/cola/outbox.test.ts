import { existsSync } from 'node:fs'
import { catchUpStep } from '@projections/engine/catch-up'
import { readCheckpoint } from '@projections/engine/checkpoints'
import { readHead } from '@projections/engine/head'
import { startRunner } from '@projections/engine/runner'
import { outbox } from '@projections/outbox/project'
import { tasksOf } from '@projections/outbox/rules'
import { notificar } from '@projections/outbox/tasks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { replayInto } from '@/backup/replay'
import { openDatabase } from '@/db/client'
import { decodeEvent } from '@/events/codec'
import { bornOf, createQueue } from '@/redis/queue'
import { findTask, queueStatus } from '@/redis/queue/status'
import { handleTask } from '@/redis/queue/task'
import { startWorker } from '@/worker/worker'
import { catchUp, expectRebuilt, readStored, someTicket, tamper } from '../../support/follow'
import { openQueueWorld, type QueueWorld } from '../../support/queue/world'
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

const events = async () => (await readStored(system)).filter(({ ticket_id: ticket }) => ticket !== null)
const pending = async () => (await world.rows()).map(({ id }) => id)

test('an event that people should hear of bears one task, whoever follows the log and how often', async () => {
  const ana = await system.person('cliente', 'Ana')
  const operador = await system.person('operador')
  const ticketId = await someTicket(system, ana)
  await system.dispatch(operador, { tipo: 'comentar', ticketId, comentario: 'Voy', interno: true })
  await system.dispatch(operador, { tipo: 'cambiar_prioridad', ticketId, a: 'alta' })
  await catchUp(system)
  const borne = await events()
  const ids = borne.map(({ evento_id: id }) => `notificar:${id}`)
  expect((await pending()).sort()).toEqual(ids.sort())
  const [created] = borne
  if (!created) throw new Error('no creation')
  const task = await findTask(system.runtime.queue, `notificar:${created.evento_id}`)
  expect(JSON.parse(task?.datos ?? '')).toEqual({
    eventoId: created.evento_id,
    ticketId,
    version: 1,
    posicion: created.id,
  })
  expect(task?.eventoId).toBe(created.evento_id)
  // Mutant seen to fail: ids that are not the event's.
  await tamper(system, "UPDATE checkpoints SET posicion = 0 WHERE proyeccion = 'outbox'")
  await catchUp(system)
  expect((await pending()).sort()).toEqual(ids.sort())
})

// Mutants seen to fail: the rule without its limit; without what says itself that it comes from elsewhere.
test('what was brought in from elsewhere bears none', async () => {
  await someTicket(system, await system.person('cliente'))
  const [stored] = await events()
  if (!stored) throw new Error('no event')
  const registered = Date.parse(stored.fecha_registro)
  const at = (ms: number) =>
    decodeEvent({ ...stored, fecha_creacion: new Date(registered - ms).toISOString() })
  // As much as the clocks of two machines may differ.
  const quarter = 15 * 60_000
  expect(tasksOf([at(quarter)])).toHaveLength(1)
  expect(tasksOf([at(quarter + 1)])).toHaveLength(0)
  const event = at(0)
  expect(event.tipo).toBe('creacion')
  expect(tasksOf([{ ...event, origen: { fuente: 'servicenow' } } as typeof event])).toHaveLength(0)
})

test('its tasks and its checkpoint are one transaction', async () => {
  await someTicket(system, await system.person('cliente'))
  const db = system.runtime.db.as('projector')
  const { posicion: desde } = await readCheckpoint(db, 'outbox')
  const now = new Date().toISOString()
  const step = { projection: outbox, desde: desde + 1, titular: null, ahora: now, hasta: now }
  await expect(catchUpStep(db, step)).rejects.toThrow('moved on by somebody else')
  expect(await pending()).toEqual([])
  expect((await readCheckpoint(db, 'outbox')).posicion).toBe(desde)
})

test('a rebuild and a comparison leave it alone', async () => {
  await someTicket(system, await system.person('cliente'))
  await catchUp(system)
  await tamper(system, "UPDATE tareas SET estado = 'hecha', fecha_fin = vence")
  await expectRebuilt(system)
  expect((await queueStatus(system.runtime.queue)).recuento).toMatchObject({ pendiente: 0, hecha: 1 })
})

// Mutant seen to fail: the new file's outbox where the migration put it.
test('a replay into a new file leaves nothing to be done there, now or later', async () => {
  await someTicket(system, await system.person('cliente'))
  await catchUp(system)
  const { db, newId } = system.runtime
  const into = `${system.file}.copia`
  const admin = db.as('admin')
  await replayInto({ db: admin, hasta: await readHead(admin), into, now: Date.now })
  expect(existsSync(into)).toBe(true)
  const url = `file:${into}`
  const copy = await openDatabase({ url })
  const queue = createQueue({
    db: copy.as('dispatcher'),
    redis: null,
    now: Date.now,
    newId,
    random: Math.random,
  })
  expect((await queueStatus(queue)).recuento).toEqual({ pendiente: 0, hecha: 0, aparcada: 0, descartada: 0 })
  const projector = copy.as('projector')
  expect((await readCheckpoint(projector, 'outbox')).posicion).toBe(await readHead(projector))
  copy.close()
})

test('a runner tells the queue of what the outbox bore, and a worker that sleeps wakes', async () => {
  const told: string[] = []
  system.runtime.queue.onEnqueued(() => told.push('dicho'))
  const heard: number[] = []
  const handler = handleTask(notificar, ({ ticketId }) => {
    heard.push(ticketId)
    return {}
  })
  const { db, newId, queue } = system.runtime
  const runner = startRunner({
    db: db.as('projector'),
    now: Date.now,
    titular: newId(),
    pollEvery: 10,
    onProjected: (nombre, results) => {
      if (nombre === 'outbox') void queue.announce(bornOf(results))
    },
  })
  const worker = startWorker({ queue, handlers: [handler], pollEvery: 60_000 })
  const ticketId = await someTicket(system, await system.person('cliente'))
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([ticketId])
  expect(told.length).toBeGreaterThan(0)
  await worker.stop()
  await runner.stop()
})
