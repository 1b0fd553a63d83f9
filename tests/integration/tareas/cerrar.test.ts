import { findTicketQuery } from '@projections/tickets/detail'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CommandBus } from '@/commands/bus'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import type { Estado } from '@/domain/values'
import type { TaskContext, TaskHandler } from '@/redis/queue/task'
import { closeHandler } from '@/worker/close/handler'
import { someTicket, tamper } from '../../support/follow'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'
import { DAY, openWork, work } from '../../support/worker'

let system: TestSystem
let cliente: Actor
let operador: Actor
beforeEach(async () => {
  system = await openTestSystem()
  cliente = await system.person('cliente')
  operador = await system.person('operador')
})
afterEach(async () => await system.close())

async function ticketIn(estado: Exclude<Estado, 'cerrado'>): Promise<number> {
  const id = await someTicket(system, cliente)
  if (estado !== 'abierto')
    await system.dispatch(operador, { tipo: 'cambiar_estado', ticketId: id, a: 'en_progreso' })
  if (estado === 'resuelto')
    await system.dispatch(operador, { tipo: 'cambiar_estado', ticketId: id, a: 'resuelto' })
  return id
}

async function standing(id: number) {
  const viewer = { id: operador.id, rol: 'operador' } as const
  const ticket = await findTicketQuery(system.runtime.db.as('api_server'), viewer, id)
  return [ticket?.estado, ticket?.version]
}

/** Runs the task's own code, with something else in the way of its commands. */
async function run(ahead: number, bus: CommandBus = system.runtime.bus) {
  const handler: TaskHandler = closeHandler({ ...openWork(system), bus })
  const context: TaskContext = {
    id: 'cerrar_resueltos:prueba',
    intento: 1,
    eventoId: null,
    ahora: Date.now() + ahead,
    primero: Date.now() + ahead,
    signal: new AbortController().signal,
  }
  return (await handler.run({ tramo: 'prueba' }, context)).resultado
}

describe('a resolved ticket', () => {
  test('is closed by the service after seven days without a word, and no sooner', async () => {
    const id = await ticketIn('resuelto')
    await work(system, { ahead: 7 * DAY - DAY / 12 })
    expect(await standing(id)).toEqual(['resuelto', 3])
    await work(system, { ahead: 7 * DAY + DAY / 12 })
    expect(await standing(id)).toEqual(['cerrado', 4])
  })

  test('is closed once, however often the task runs', async () => {
    const ids = await Promise.all([ticketIn('resuelto'), ticketIn('resuelto')])
    expect(await Promise.all([run(8 * DAY), run(8 * DAY)])).toContainEqual({
      cerrados: 2,
      adelantados: 0,
      rechazados: 0,
    })
    expect(await run(9 * DAY)).toEqual({ cerrados: 0, adelantados: 0, rechazados: 0 })
    for (const id of ids) expect(await standing(id)).toEqual(['cerrado', 4])
  })

  // Mutant seen to fail: the command without `versionVista`.
  test.each<[string, Command['tipo']]>([
    ['a reply', 'comentar'],
    ['a reopening', 'cambiar_estado'],
  ])('stays open where %s comes between the look and the command', async (_name, tipo) => {
    const id = await ticketIn('resuelto')
    const late: Command =
      tipo === 'comentar'
        ? { tipo, ticketId: id, comentario: 'Sigue igual', interno: false }
        : { tipo: 'cambiar_estado', ticketId: id, a: 'en_progreso' }
    const bus: CommandBus = {
      ...system.runtime.bus,
      async dispatch(envelope) {
        expect(await system.dispatch(operador, late)).toMatchObject({ estado: 'aceptado' })
        return await system.runtime.bus.dispatch(envelope)
      },
    }
    expect(await run(8 * DAY, bus)).toEqual({ cerrados: 0, adelantados: 1, rechazados: 0 })
    expect(await standing(id)).toEqual([tipo === 'comentar' ? 'resuelto' : 'en_progreso', 4])
  })

  test('that was reopened and resolved again is closed again, for its version is another', async () => {
    const id = await ticketIn('resuelto')
    await run(8 * DAY)
    await system.dispatch(operador, { tipo: 'reabrir_ticket', ticketId: id, comentario: null })
    await system.dispatch(operador, { tipo: 'cambiar_estado', ticketId: id, a: 'en_progreso' })
    await system.dispatch(operador, { tipo: 'cambiar_estado', ticketId: id, a: 'resuelto' })
    expect(await run(8 * DAY)).toEqual({ cerrados: 1, adelantados: 0, rechazados: 0 })
    expect(await standing(id)).toEqual(['cerrado', 8])
  })

  // Mutant seen to fail: the next page asked for by the date alone.
  test('is found among more than a page of others', async () => {
    const ids = await Promise.all(Array.from({ length: 230 }, () => ticketIn('resuelto')))
    expect(await run(8 * DAY)).toEqual({ cerrados: 230, adelantados: 0, rechazados: 0 })
    expect(await standing(ids[229] ?? 0)).toEqual(['cerrado', 4])
  })
})

// Mutants seen to fail: a page that ends the search where it finds too few; what is rejected counted as overtaken.
test('a page of tickets that are not silent yet ends no search, and what is rejected is told apart', async () => {
  const ids = await Promise.all(Array.from({ length: 130 }, () => ticketIn('resuelto')))
  const silent = Math.max(...ids)
  // As an import of old tickets, brought in after the one that is silent.
  await tamper(
    system,
    'DROP TRIGGER interacciones_no_update',
    `UPDATE tickets SET fecha_actualizacion = '2020-01-01T00:00:00.000Z' WHERE id <> ${silent}`,
    `UPDATE interacciones SET fecha_registro = '2099-01-01T00:00:00.000Z' WHERE ticket_id <> ${silent}`,
  )
  const rechazo = { codigo: 'CUENTA_INACTIVA', hechos: { cuentaId: 1, nombre: '' } } as const
  const refusing = {
    ...system.runtime.bus,
    dispatch: async () => ({ estado: 'rechazado', rechazo }) as const,
  }
  expect(await run(8 * DAY, refusing)).toEqual({ cerrados: 0, adelantados: 0, rechazados: 1 })
  expect(await run(8 * DAY)).toEqual({ cerrados: 1, adelantados: 0, rechazados: 0 })
})

test('a ticket in any other state is left alone, and with 0 days every ticket is', async () => {
  const others = [await ticketIn('abierto'), await ticketIn('en_progreso')]
  const id = await ticketIn('resuelto')
  await work(system, { ahead: 400 * DAY, config: { diasCierre: 0 } })
  expect(await standing(id)).toEqual(['resuelto', 3])
  expect(await run(400 * DAY)).toEqual({ cerrados: 1, adelantados: 0, rechazados: 0 })
  expect((await Promise.all(others.map(standing))).map(([estado]) => estado)).toEqual([
    'abierto',
    'en_progreso',
  ])
})

// Mutant seen to fail: the silence counted by business time alone.
test('what an import brought gets its days from when it was brought', async () => {
  const fecha = '2020-01-01T10:00:00.000Z'
  const result = await system.dispatch(ADMIN_SERVICE, {
    tipo: 'registrar_historia',
    ticketId: null,
    eventos: [
      {
        tipo: 'creacion',
        datos: { solicitanteId: cliente.id, prioridad: 'media', categoria: null },
        contenido: { titulo: 'De antes', descripcion: 'De otro sitio' },
        fecha,
      },
      { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'resuelto' }, fecha },
    ],
  })
  const id = result.estado === 'aceptado' ? result.sujeto.id : 0
  expect(await run(6 * DAY)).toEqual({ cerrados: 0, adelantados: 0, rechazados: 0 })
  expect(await standing(id)).toEqual(['resuelto', 2])
  expect(await run(8 * DAY)).toEqual({ cerrados: 1, adelantados: 0, rechazados: 0 })
})
