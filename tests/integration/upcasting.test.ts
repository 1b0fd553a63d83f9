import { verifyProjections } from '@projections/engine/verify'
import { ticketAsOfQuery } from '@projections/linea_tiempo/as-of'
import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { findTicketQuery } from '@projections/tickets/detail'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadSnapshot } from '@/commands/load'
import type { Actor } from '@/domain/actor'
import { runCli } from '../support/cli'
import { expectInvariants, readLog } from '../support/invariants'
import { day, writeOldLog } from '../support/old-log'
import { openTestSystem, type TestSystem } from '../support/system'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let cliente: Person
let operador: Person
beforeEach(async () => {
  system = await openTestSystem()
  cliente = await system.person('cliente')
  operador = await system.person('operador')
  await writeOldLog(system, cliente, operador)
})
afterEach(async () => await system.close())

const solicitud = {
  tipo: 'creacion',
  datos: { solicitanteId: 2, prioridad: 'media', categoria: null },
  contenido: { titulo: 'No imprime', descripcion: 'Nada.' },
}
const respuesta = { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Voy.' }
const nota = { tipo: 'comentario', datos: { esInterno: true }, contenido: 'Otra vez él.' }
const inicio = { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'en_progreso' } }
const cierre = { tipo: 'cierre', datos: { de: 'en_progreso', motivo: 'otro' } }
const reapertura = { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'abierto' } }

/** The events of a ticket's timeline, as it is shown to this person. */
async function timeline(viewer: Person, ticketId: number) {
  const { eventos } = await timelineQuery(system.runtime.db.as('api_server'), viewer, ticketId)
  return eventos.map(({ evento: { sobre: _, ...evento } }) => evento)
}
const detail = (ticketId: number) => findTicketQuery(system.runtime.db.as('api_server'), operador, ticketId)

describe('a command on a ticket whose events have an old form', () => {
  test('is decided as on any other, and adds events of the new form', async () => {
    const comentar = { tipo: 'comentar', ticketId: 1, comentario: 'Sigue', interno: false } as const
    expect(await system.dispatch(cliente, comentar)).toMatchObject({
      estado: 'rechazado',
      rechazo: { codigo: 'TICKET_CERRADO', hechos: { desde: day(5) } },
    })
    const reabrir = { tipo: 'reabrir_ticket', ticketId: 1, comentario: 'Sigue igual' } as const
    const reabierto = await system.dispatch(cliente, reabrir, { versionVista: 5 })
    expect(reabierto).toMatchObject({ estado: 'aceptado', version: 7 })
    expect(await detail(1)).toMatchObject({ estado: 'abierto', fechaCierre: null, version: 7 })
    const sigue = { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Sigue igual' }
    const eventos = [solicitud, respuesta, nota, inicio, cierre, reapertura, sigue]
    expect(await timeline(operador, 1)).toEqual(eventos)
    await expectInvariants(system)
  })

  // Mutant seen to fail: the stored kind given to the policy in place of kindOf's.
  test('is judged against what those events are today, not against how they were stored', async () => {
    const estado = { tipo: 'cambiar_estado', ticketId: 1, a: 'resuelto' } as const
    const envelope = { comandoId: system.runtime.newId(), actor: operador, comando: estado, versionVista: 2 }
    const { recientes } = await loadSnapshot(system.runtime.db.as('api_server'), [envelope])
    expect(recientes.get('ticket:1')).toEqual([
      { version: 3, tipo: 'comentario', esInterno: true },
      { version: 4, tipo: 'cambio_estado', esInterno: false },
      { version: 5, tipo: 'cierre', esInterno: false },
    ])
    expect(await system.dispatch(operador, estado, { versionVista: 4 })).toEqual({
      estado: 'conflicto',
      sujeto: { tipo: 'ticket', id: 1 },
      vista: 4,
      actual: 5,
    })
    const titulo = { tipo: 'editar_ticket', ticketId: 2, titulo: 'Ya imprime', descripcion: 'Nada.' } as const
    expect(await system.dispatch(cliente, titulo, { versionVista: 1 })).toMatchObject({ estado: 'aceptado' })
  })

  test('leaves those events as they were stored', async () => {
    const before = await readLog(system.url)
    await system.dispatch(operador, { tipo: 'asignar', ticketId: 2, a: operador.id })
    expect((await readLog(system.url)).slice(0, before.length)).toEqual(before)
    expect(before.at(-3)).toMatchObject({ ticket_id: 2, version: 3, tipo: 'cambio_estado' })
  })
})

// Mutants seen to fail: the lift of cambio_estado left out, or without its new kind; a reopening that keeps fechaCierre.
test('the fold of old events is the rows that old code wrote', async () => {
  expect(await verifyProjections(system.runtime.db.as('admin'))).toEqual([])
  expect(await detail(1)).toMatchObject({ estado: 'cerrado', fechaCierre: day(5), version: 5 })
})

describe('a timeline shows old events in their new form', () => {
  test('to staff, with the notes', async () => {
    expect(await timeline(operador, 1)).toEqual([solicitud, respuesta, nota, inicio, cierre])
    expect(await timeline(operador, 2)).toEqual([solicitud, inicio, cierre, reapertura, nota])
  })

  // Mutant seen to fail: linea_tiempo_cliente without its `es_interno = 0`.
  test('to the client, without a trace of a note', async () => {
    expect(await timeline(cliente, 1)).toEqual([solicitud, respuesta, inicio, cierre])
    expect(await timeline(cliente, 2)).toEqual([solicitud, inicio, cierre, reapertura])
  })
})

test('a ticket as of a version is what its old events are read as today', async () => {
  const asOf = (ticketId: number, version: number) =>
    ticketAsOfQuery(system.runtime.db.as('api_server'), cliente, ticketId, version)
  expect(await asOf(1, 4)).toMatchObject({
    ticket: { estado: 'en_progreso' },
    desde: { estado: { version: 4 } },
  })
  expect(await asOf(1, 5)).toMatchObject({
    ticket: { estado: 'cerrado', fechaCierre: day(5) },
    desde: { estado: { version: 5, tipo: 'cierre', reabre: false } },
  })
  expect(await asOf(2, 3)).toMatchObject({
    ticket: { estado: 'cerrado' },
    desde: { estado: { tipo: 'cierre' } },
  })
  expect(await asOf(2, 9)).toMatchObject({
    ticket: { estado: 'abierto', fechaCierre: null, version: 4 },
    desde: { estado: { version: 4, tipo: 'cambio_estado', reabre: true } },
  })
})

test('the console shows old events in their new form', async () => {
  const { code, out } = await runCli(system.url, 'ticket', 'show', '1', '--json')
  expect(code).toBe(0)
  const shown: unknown = JSON.parse(out)
  const eventos = [solicitud, respuesta, nota, inicio, cierre].map((evento) => ({ evento }))
  expect(shown).toMatchObject({ ticket: { estado: 'cerrado', fechaCierre: day(5) }, eventos })
  expect(out).not.toContain('"interno"')
  const text = (await runCli(system.url, 'ticket', 'show', '1')).out
  expect(text).toContain('[nota interna] Otra vez él.')
  expect(text).toContain('cierra el ticket (otro)')
})
