import { createClient } from '@libsql/client'
import { managedWebhook } from '@projections/outbox/gestiones'
import { END_PENDING_DELIVERIES } from '@projections/outbox/skip'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeWebhook } from '@/auth/webhooks'
import type { AccionWebhook } from '@/domain/cuenta/webhook'
import { findTask } from '@/redis/queue/status'
import { giveUpTask } from '@/worker/webhooks/discard'
import { someTicket, tamper } from '../support/follow'
import { openReceiver, type Receiver } from '../support/receiver'
import { openTestSystem, type TestSystem } from '../support/system'
import { DAY, openWork, round, work } from '../support/worker'

type Person = Awaited<ReturnType<TestSystem['person']>>

let system: TestSystem
let receiver: Receiver
let owner: Person
let id: string
beforeEach(async () => {
  system = await openTestSystem()
  receiver = await openReceiver()
  owner = await system.person('operador')
  id = system.runtime.newId()
  await make()
})
afterEach(async () => {
  await system.close()
  await receiver.close()
})

const FILTER = { tipos: [], ticket: null, solicitante: null }
const make = async () =>
  await makeWebhook(
    system.runtime.db.as('api_server'),
    owner,
    { id, url: receiver.url, filtro: FILTER, notas: false },
    Date.now(),
  )

/** What the log says was done, and nobody did. */
async function note(accion: AccionWebhook): Promise<void> {
  const comando = {
    tipo: 'gestionar_webhook',
    cuentaId: owner.id,
    webhookId: id,
    accion,
    desde: null,
  } as const
  expect((await system.dispatch(owner, comando)).estado).toBe('aceptado')
}

const say = async (ticketId: number, comentario: string) =>
  await system.dispatch(owner, { tipo: 'comentar', ticketId, comentario, interno: false })

async function read(sql: string): Promise<unknown[]> {
  const client = createClient({ url: `file:${system.file}` })
  const { rows } = await client.execute(sql)
  client.close()
  return rows.map((row) => row[0])
}
const states = () => read('SELECT estado FROM webhooks_entregas ORDER BY id')
const active = () => read('SELECT activo FROM webhooks')
const Message = z.object({ type: z.string() })
const heard = () => receiver.received.map(({ body }) => Message.parse(JSON.parse(body)).type)
const NO_KEY = { webhooks: { clave: { secreto: undefined, fichero: null }, privadas: true } }

describe('a line of deliveries', () => {
  // Mutant seen to fail: a service without its key parks the first one, for ever.
  test('waits for a key that is not there yet, and goes on', async () => {
    await someTicket(system, owner)
    await work(system, { config: NO_KEY })
    expect(await read("SELECT estado FROM tareas WHERE tipo = 'webhook'")).toEqual(['pendiente'])
    await work(system, { ahead: 60_000 })
    expect(heard()).toEqual(['ticket.creacion'])
  })

  // Mutants seen to fail: a task discarded without its delivery; without the next one's task.
  test('goes on behind one whose task was discarded', async () => {
    receiver.status = 500
    const ticket = await someTicket(system, owner)
    await say(ticket, 'uno')
    await work(system)
    await tamper(
      system,
      "UPDATE tareas SET estado = 'aparcada', fecha_fin = vence WHERE tipo = 'webhook'",
      "UPDATE tareas SET estado = 'hecha', fecha_fin = vence WHERE estado = 'pendiente'",
    )
    receiver.status = 204
    await say(ticket, 'dos')
    await work(system, { ahead: 60_000 })
    expect(await states()).toEqual(['pendiente', 'pendiente', 'pendiente'])
    const [parked] = await read("SELECT id FROM tareas WHERE estado = 'aparcada'")
    const task = await findTask(system.runtime.queue, String(parked))
    if (!task) throw new Error('no task')
    expect(await giveUpTask(system.runtime.queue, task)).toBe(true)
    expect(await read("SELECT error FROM webhooks_entregas WHERE estado = 'muerta'")).toEqual(['DESCARTADA'])
    await work(system, { ahead: 120_000 })
    expect(await states()).toEqual(['muerta', 'entregada', 'entregada'])
    // What is over is not given up.
    expect(await giveUpTask(system.runtime.queue, task)).toBe(false)
  })

  // Mutant seen to fail: a run that finds its own delivery sent, and has none begin.
  test('goes on where a process died between two of it', async () => {
    const ticket = await someTicket(system, owner)
    await say(ticket, 'uno')
    const worker = openWork(system)
    await round({ ...worker, handlers: [] })
    await tamper(system, "UPDATE webhooks_entregas SET estado = 'entregada' WHERE version = 1")
    await work(system, { ahead: 60_000 })
    expect(heard()).toEqual(['ticket.comentario'])
  })

  test('ends whole where a restored log leaves nobody to say what became of it', async () => {
    receiver.status = 500
    await someTicket(system, owner)
    await work(system)
    const args = { ahora: new Date().toISOString(), error: 'x'.repeat(600) }
    await system.runtime.db.as('admin').batch([{ statement: END_PENDING_DELIVERIES, args }])
    expect(await states()).toEqual(['muerta'])
    expect(await read('SELECT error FROM webhooks_entregas')).toEqual(['x'.repeat(500)])
  })
})

describe('what is never answered', () => {
  // Mutant seen to fail: the day counted from when its event was recorded.
  test('is tried for a day from the first attempt, however late that was, then its line goes on', async () => {
    receiver.status = 500
    const ticket = await someTicket(system, owner)
    await say(ticket, 'uno')
    for (const late of [2, 2.5, 2.9]) await work(system, { ahead: late * DAY })
    expect(await states()).toEqual(['pendiente', 'pendiente'])
    await work(system, { ahead: 3.1 * DAY })
    expect(await states()).toEqual(['muerta', 'pendiente'])
    receiver.status = 204
    await work(system, { ahead: 3.2 * DAY })
    expect(await states()).toEqual(['muerta', 'entregada'])
  })

  test('is left out where its webhook is paused by then', async () => {
    receiver.status = 500
    await someTicket(system, owner)
    await work(system)
    await note('pausar')
    await work(system, { ahead: 60_000 })
    expect(await states()).toEqual(['omitida'])
  })
})

describe('what the log says of a webhook', () => {
  // Mutant seen to fail: an outbox that does none of it.
  test('is done where who gave the command died before doing it', async () => {
    for (const [accion, left] of [
      ['pausar', [0]],
      ['reanudar', [1]],
      ['borrar', []],
    ] as const) {
      await note(accion)
      await work(system)
      expect(await active()).toEqual(left)
    }
  })

  // Mutant seen to fail: a switch that takes what was said first.
  test('is what it said last, whoever comes late', async () => {
    const db = system.runtime.db.as('api_server')
    await note('pausar')
    await note('reanudar')
    await db.batch([managedWebhook('pausar', { id, usuario: owner.id })])
    expect(await active()).toEqual([1])
    await note('pausar')
    await db.batch([managedWebhook('pausar', { id, usuario: owner.id })])
    expect(await active()).toEqual([0])
  })

  // Mutant seen to fail: an INSERT that asks nothing of the log.
  test('keeps one that was deleted from coming back with a late retry of the command that made it', async () => {
    await make()
    expect(await active()).toEqual([1])
    await note('borrar')
    await work(system)
    await make()
    expect(await active()).toEqual([])
  })
})
