import { createClient } from '@libsql/client'
import { listNotificacionesQuery } from '@projections/notificaciones/list'
import { countUnreadQuery, readNotificacion, readNotificaciones } from '@projections/notificaciones/unread'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { findTask } from '@/redis/queue/status'
import { someTicket } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'
import { openWork, round, work } from '../../support/worker'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let cliente: Person
let operador: Person
let admin: Person
let id: number
beforeEach(async () => {
  system = await openTestSystem()
  cliente = await system.person('cliente', 'Clara')
  operador = await system.person('operador', 'Olga')
  admin = await system.person('admin', 'Ada')
  id = await someTicket(system, cliente)
})
afterEach(async () => await system.close())

const reader = () => system.runtime.db.as('api_server')
const unread = async (person: Person) => await countUnreadQuery(reader(), person)
async function give(actor: Actor, comando: Command): Promise<void> {
  expect(await system.dispatch(actor, comando)).toMatchObject({ estado: 'aceptado' })
}
const say = (interno: boolean, comentario = 'Hola'): Command => ({
  tipo: 'comentar',
  ticketId: id,
  comentario,
  interno,
})
const assign = (a: number | null): Command => ({ tipo: 'asignar', ticketId: id, a })
async function told(person: Person) {
  const { notificaciones } = await listNotificacionesQuery(reader(), person)
  return notificaciones.map(({ item, ticketId, titulo, leida }) => ({
    tipo: item.evento.tipo,
    autor: item.autor,
    ticketId,
    titulo,
    leida: leida !== null,
  }))
}

describe('the requester', () => {
  test('is told of answers, changes of state and the closing, and not of their own doing', async () => {
    await give(operador, say(false))
    await give(operador, { tipo: 'cambiar_estado', ticketId: id, a: 'en_progreso' })
    await give(cliente, say(false))
    await give(operador, { tipo: 'cerrar_ticket', ticketId: id, motivo: 'resuelto', comentario: null })
    await work(system)
    expect(await unread(cliente)).toBe(3)
    expect((await told(cliente)).map(({ tipo, autor }) => [tipo, autor])).toEqual([
      ['cierre', 'Olga'],
      ['cambio_estado', 'Olga'],
      ['comentario', 'Olga'],
    ])
    expect(await told(operador)).toEqual([])
  })

  // Mutants seen to fail: recipients without `esInterno`; the count without `es_interno = 0`.
  test('never gets anything of an internal note: no row, no count, no line', async () => {
    await give(admin, assign(operador.id))
    await give(admin, say(true, 'Es el de siempre'))
    await work(system)
    expect(await unread(cliente)).toBe(0)
    expect(await told(cliente)).toEqual([])
    expect((await told(operador)).map(({ tipo }) => tipo)).toEqual(['comentario', 'asignacion'])
    expect(await rows('SELECT 1 FROM notificaciones WHERE usuario_id = ?', cliente.id)).toEqual([])
  })
})

describe('the assignee', () => {
  test('is told of being assigned, and of anything that others do on the ticket', async () => {
    await give(admin, assign(operador.id))
    await give(cliente, say(false))
    await give(admin, { tipo: 'cambiar_prioridad', ticketId: id, a: 'critica' })
    await give(admin, { tipo: 'cambiar_categoria', ticketId: id, a: 'Red' })
    await give(cliente, { tipo: 'editar_ticket', ticketId: id, titulo: 'Sigue', descripcion: 'Igual' })
    await work(system)
    expect((await told(operador)).map(({ tipo }) => tipo)).toEqual([
      'edicion',
      'cambio_categoria',
      'cambio_prioridad',
      'comentario',
      'asignacion',
    ])
  })

  // Mutants seen to fail: the list over the internal view for everybody; the count without the requester's join.
  test('who became a client sees nothing of it any more, and nothing of it is counted', async () => {
    await give(admin, assign(operador.id))
    await give(admin, say(true))
    await give(admin, say(false))
    await work(system)
    expect(await unread(operador)).toBe(3)
    await give(admin, { tipo: 'cambiar_rol', cuentaId: operador.id, a: 'cliente' })
    const now = { ...operador, rol: 'cliente' } as const
    expect(await told(now)).toEqual([])
    expect(await unread(now)).toBe(0)
  })
})

test('an account that was deactivated meanwhile is told nothing', async () => {
  await give(operador, say(false))
  await give(admin, { tipo: 'desactivar_cuenta', cuentaId: cliente.id })
  await work(system)
  expect(await rows('SELECT 1 FROM notificaciones')).toEqual([])
})

// Mutant seen to fail: TELL without ON CONFLICT, whose second run then parks the task.
test('a task that runs again, however often, tells once', async () => {
  await give(operador, say(false))
  await work(system)
  const { notificaciones } = await listNotificacionesQuery(reader(), cliente)
  const task = `notificar:${notificaciones[0]?.item.evento.sobre.eventoId ?? ''}`
  await write(`UPDATE tareas SET estado = 'pendiente', fecha_fin = NULL WHERE id = '${task}'`)
  await work(system)
  expect(await findTask(openWork(system).queue, task)).toMatchObject({ estado: 'hecha', intentos: 2 })
  expect(await unread(cliente)).toBe(1)
})

test('two workers at once tell once', async () => {
  for (let n = 0; n < 30; n++) await give(operador, say(false, `Respuesta ${n}`))
  const reports = await Promise.all([round(openWork(system)), round(openWork(system))])
  await work(system)
  expect(await unread(cliente)).toBe(30)
  expect(reports.map(({ tareas }) => tareas.aparcadas)).toEqual([0, 0])
})

describe('what was read', () => {
  test('is one’s own to mark: one by one, or all that the page knew of', async () => {
    for (const text of ['uno', 'dos', 'tres']) await give(operador, say(false, text))
    await work(system)
    const { notificaciones } = await listNotificacionesQuery(reader(), cliente)
    const [newest, middle, oldest] = notificaciones.map(({ item }) => item.evento.sobre)
    await readNotificacion(reader(), operador, oldest?.eventoId ?? '', new Date().toISOString())
    expect(await unread(cliente)).toBe(3)
    await readNotificacion(reader(), cliente, oldest?.eventoId ?? '', new Date().toISOString())
    expect(await unread(cliente)).toBe(2)
    await readNotificaciones(reader(), cliente, middle?.posicion ?? 0, new Date().toISOString())
    expect(await unread(cliente)).toBe(1)
    expect((await told(cliente)).map(({ leida }) => leida)).toEqual([false, true, true])
    await readNotificaciones(reader(), operador, newest?.posicion ?? 0, new Date().toISOString())
    expect(await unread(cliente)).toBe(1)
  })

  test('is listed page by page, none twice and none left out', async () => {
    for (let n = 0; n < 7; n++) await give(operador, say(false, `Respuesta ${n}`))
    await work(system)
    const seen: number[] = []
    for (let antes: number | null = Number.MAX_SAFE_INTEGER; antes !== null; ) {
      const page = await listNotificacionesQuery(reader(), cliente, { antes, limite: 3 })
      seen.push(...page.notificaciones.map(({ item }) => item.evento.sobre.posicion))
      antes = page.siguiente
    }
    expect(seen).toHaveLength(7)
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
  })
})

async function rows(sql: string, ...args: number[]) {
  const client = createClient({ url: `file:${system.file}` })
  const { rows: found } = await client.execute({ sql, args })
  client.close()
  return found
}

async function write(sql: string): Promise<void> {
  const client = createClient({ url: `file:${system.file}` })
  await client.batch([sql], 'write')
  client.close()
}
