import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import { findTask, listEndedTasks } from '@/redis/queue/status'
import { someTicket } from '../../support/follow'
import { type MailServer, startMailServer } from '../../support/smtp'
import { openTestSystem, type TestSystem } from '../../support/system'
import { DAY, openWork, work } from '../../support/worker'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let server: MailServer
let cliente: Person
let operador: Person
let admin: Person
let id: number
beforeEach(async () => {
  system = await openTestSystem()
  server = await startMailServer()
  cliente = await system.person('cliente', 'Clara')
  operador = await system.person('operador', 'Olga')
  admin = await system.person('admin', 'Ada')
  id = await someTicket(system, cliente)
})
afterEach(async () => {
  await server.close()
  await system.close()
})

const mailing = (ahead = 0) => ({
  ahead,
  config: { correo: { url: server.url, remitente: 'soporte@prueba.test' } },
})
const say = (actor: Actor, comentario: string, interno = false) =>
  system.dispatch(actor, { tipo: 'comentar', ticketId: id, comentario, interno })
const parked = async () => await listEndedTasks(openWork(system).queue, 'aparcada', 10)
/** Runs what is due, but no mail: the mail is left for later. */
async function tell(): Promise<void> {
  server.answers.rcpt = 451
  await work(system, mailing())
  server.answers.rcpt = 0
}

async function query(sql: string): Promise<readonly unknown[]> {
  const client = createClient({ url: `file:${system.file}` })
  const { rows } = await client.execute(sql)
  client.close()
  return rows.map((row) => Object.values(row)[0])
}

describe('a notification', () => {
  test('is a mail as well, to the same person, once', async () => {
    await say(operador, 'Ya está')
    await work(system, mailing())
    await work(system, mailing(DAY))
    expect(server.received.map(({ to }) => to[0]?.split('.')[0])).toEqual(['clara'])
    expect(server.received[0]?.text).toContain('Olga respondió:\n\n> Ya está')
    expect(await query("SELECT count(*) FROM tareas WHERE tipo = 'correo'")).toEqual([1])
  })

  test('is no mail where there is no mail server', async () => {
    await say(operador, 'Ya está')
    await work(system)
    expect(await query("SELECT count(*) FROM tareas WHERE tipo = 'correo'")).toEqual([0])
    expect(await query('SELECT count(*) FROM notificaciones')).toEqual([1])
  })

  // Mutant seen to fail: the timeline read with `rol: 'admin'` for everybody.
  test('of an internal note goes to the agent alone, who gets nothing of it once they are a client', async () => {
    await system.dispatch(admin, { tipo: 'asignar', ticketId: id, a: operador.id })
    await work(system, mailing())
    server.received.length = 0
    await say(admin, 'La nota secreta', true)
    await work(system, mailing())
    expect(
      server.received.map(({ to, text }) => [to[0]?.split('.')[0], text.includes('La nota secreta')]),
    ).toEqual([['olga', true]])
    await say(admin, 'Otra nota secreta', true)
    await tell()
    await system.dispatch(admin, { tipo: 'cambiar_rol', cuentaId: operador.id, a: 'cliente' })
    server.received.length = 0
    await work(system, mailing(DAY))
    expect(server.received).toEqual([])
    expect(
      await query("SELECT resultado FROM tareas WHERE tipo = 'correo' ORDER BY fecha_creacion DESC LIMIT 1"),
    ).toEqual([JSON.stringify({ enviado: false, porque: 'sin_acceso' })])
  })

  test('goes to nobody who was deactivated before it was sent', async () => {
    await say(operador, 'Ya está')
    await tell()
    await system.dispatch(admin, { tipo: 'desactivar_cuenta', cuentaId: cliente.id })
    await work(system, mailing(DAY))
    expect(server.received).toEqual([])
  })
})

describe('a mail server that', () => {
  test('refuses the recipient parks the mail at once, with the reason', async () => {
    server.answers.rcpt = 550
    await say(operador, 'Ya está')
    await work(system, mailing())
    expect(await parked()).toMatchObject([
      {
        tipo: 'correo',
        intentos: 1,
        historial: [{ intento: 1, error: 'el servidor de correo respondió 550' }],
      },
    ])
  })

  test('can’t take it now gets it later', async () => {
    server.answers.data = 451
    await say(operador, 'Ya está')
    await work(system, mailing())
    expect(server.received).toEqual([])
    server.answers.data = 0
    await work(system, mailing(DAY))
    expect(server.received).toHaveLength(1)
    expect(await parked()).toEqual([])
  })

  test('is down gets it when it is back', async () => {
    const port = Number(new URL(server.url).port)
    await server.close()
    await say(operador, 'Ya está')
    await work(system, mailing())
    expect(await parked()).toEqual([])
    server = await startMailServer(port)
    await work(system, mailing(DAY))
    expect(server.received).toHaveLength(1)
  })

  // What nobody can prevent: SMTP has no transaction with us.
  test('took a mail whose worker died before it said so gets it again, under the same id', async () => {
    await say(operador, 'Ya está')
    await work(system, mailing())
    const client = createClient({ url: `file:${system.file}` })
    await client.batch(
      ["UPDATE tareas SET estado = 'pendiente', fecha_fin = NULL, resultado = NULL WHERE tipo = 'correo'"],
      'write',
    )
    client.close()
    await work(system, mailing(DAY))
    expect(server.received).toHaveLength(2)
    const ids = server.received.map(({ headers }) => headers.get('message-id'))
    expect(ids[0]).toMatch(/^<correo\.[0-9A-Z]{26}\.\d+@127\.0\.0\.1>$/)
    expect(ids[1]).toBe(ids[0])
  })
})

test('a process without a mail server leaves the mail to one that has it', async () => {
  await say(operador, 'Ya está')
  await tell()
  await work(system, { ahead: DAY / 24 })
  const [task] = await query("SELECT id FROM tareas WHERE tipo = 'correo'")
  expect(await findTask(openWork(system).queue, String(task))).toMatchObject({ estado: 'pendiente' })
  await work(system, mailing(DAY))
  expect(server.received).toHaveLength(1)
})
