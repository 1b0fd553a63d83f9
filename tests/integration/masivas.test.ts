import { betweenQuery } from '@projections/linea_tiempo/between'
import { titlesQuery } from '@projections/tickets/titles'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dispatchBulk } from '@/commands/bulk'
import type { CommandBus } from '@/commands/bus'
import { OutcomeUnknown } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import { BulkRequest } from '@/domain/ticket/bulk'
import type { Viewer } from '@/domain/viewer'
import { readBulkForm } from '../../app/actions/bulk-form'
import { readStored, someTicket } from '../support/follow'
import { expectInvariants } from '../support/invariants'
import { openTestSystem, type TestSystem } from '../support/system'

type Person = Actor & Viewer
let system: TestSystem
let ana: Person
let olga: Person
let eva: Person

beforeEach(async () => {
  system = await openTestSystem()
  ana = await system.person('cliente', 'Ana')
  olga = await system.person('operador', 'Olga')
  eva = await system.person('admin', 'Eva')
})
afterEach(async () => await system.close())

const PRIORITY = { tipo: 'cambiar_prioridad', a: 'critica' } as const

/** A change of tickets 1 to n as they were opened, but for the given ones. */
function request(cambio: unknown, ids: readonly number[], seen: Readonly<Record<number, number>> = {}) {
  const tickets = ids.map((id) => ({ id, version: seen[id] ?? 1 }))
  return BulkRequest.parse({ lote: system.runtime.newId(), cambio, tickets })
}

async function give(asked: BulkRequest, actor: Actor = olga, bus: CommandBus = system.runtime.bus) {
  const answers = await dispatchBulk(bus, actor, asked)
  return answers?.map(({ ticketId, resultado }) => [
    ticketId,
    resultado.estado === 'rechazado' ? resultado.rechazo.codigo : resultado.estado,
  ])
}

async function open(count: number): Promise<number[]> {
  const ids: number[] = []
  for (let n = 1; n <= count; n++) ids.push(await someTicket(system, ana, `Ticket ${n}`))
  return ids
}

describe('one change of many tickets', () => {
  // Mutant: without versionVista in the envelope ticket 3 is done over Eva's change.
  test('answers each by itself: done, nothing to change, rejected, in conflict', async () => {
    const ids = await open(5)
    await system.dispatch(eva, { tipo: 'cambiar_prioridad', ticketId: 2, a: 'critica' })
    await system.dispatch(eva, { tipo: 'cambiar_prioridad', ticketId: 3, a: 'alta' })
    await system.dispatch(eva, { tipo: 'cerrar_ticket', ticketId: 4, motivo: 'resuelto', comentario: null })
    await system.dispatch(ana, {
      tipo: 'comentar',
      ticketId: 5,
      comentario: 'Sigo esperando',
      interno: false,
    })
    expect(await give(request(PRIORITY, [...ids, 99], { 2: 2 }))).toEqual([
      [1, 'aceptado'],
      [2, 'SIN_CAMBIOS'],
      [3, 'conflicto'],
      [4, 'TICKET_CERRADO'],
      // A comment does not stand in a priority's way.
      [5, 'aceptado'],
      [99, 'TICKET_NO_ENCONTRADO'],
    ])
    await expectInvariants(system)
  })

  test('assigns, moves and closes, and takes an agent who is none for no reason to stop the others', async () => {
    const ids = await open(2)
    expect(await give(request({ tipo: 'asignar', a: olga.id }, ids))).toEqual(
      ids.map((id) => [id, 'aceptado']),
    )
    expect(await give(request({ tipo: 'asignar', a: ana.id }, ids, { 1: 2, 2: 2 }))).toEqual(
      ids.map((id) => [id, 'AGENTE_NO_VALIDO']),
    )
    const moved = await give(request({ tipo: 'cambiar_estado', a: 'en_progreso' }, ids, { 1: 2, 2: 2 }))
    expect(moved).toEqual(ids.map((id) => [id, 'aceptado']))
    await system.dispatch(ana, { tipo: 'comentar', ticketId: 2, comentario: 'No va', interno: false })
    const closed = await give(request({ tipo: 'cerrar_ticket', motivo: 'duplicado' }, ids, { 1: 3, 2: 3 }))
    // Nobody closes over an answer that they have not read.
    expect(closed).toEqual([
      [1, 'aceptado'],
      [2, 'conflicto'],
    ])
    const events = await expectInvariants(system)
    expect(events.filter(({ tipo }) => tipo === 'cierre')).toHaveLength(1)
  })

  test('shares writes, and is one chain of work', async () => {
    const ids = await open(20)
    const asked = request(PRIORITY, ids)
    await give(asked)
    await expectInvariants(system)
    const changes = (await readStored(system)).filter(({ tipo }) => tipo === 'cambio_prioridad')
    expect(changes).toHaveLength(20)
    expect(new Set(changes.map((row) => row.correlacion_id))).toEqual(new Set([asked.lote]))
    expect(new Set(changes.map((row) => row.comando_id)).size).toBe(20)
  })
})

describe('what is sent again', () => {
  // Mutant: a comandoId of newId() writes each change of the second try, or rejects it as without change.
  test('after a lost answer does nothing twice, and says that it is done', async () => {
    const ids = await open(3)
    const asked = request(PRIORITY, ids)
    const lossy: CommandBus = {
      ...system.runtime.bus,
      async dispatch(envelope) {
        const result = await system.runtime.bus.dispatch(envelope)
        if ('ticketId' in envelope.comando && envelope.comando.ticketId === 2)
          throw new OutcomeUnknown('lost')
        return result
      },
    }
    expect(await give(asked, olga, lossy)).toEqual([
      [1, 'aceptado'],
      [2, 'desconocido'],
      [3, 'aceptado'],
    ])
    const before = (await expectInvariants(system)).length
    const again = await dispatchBulk(system.runtime.bus, olga, asked)
    expect(again?.map(({ resultado }) => resultado.estado === 'aceptado' && resultado.repetido)).toEqual([
      true,
      true,
      true,
    ])
    expect(await expectInvariants(system)).toHaveLength(before)
  })

  test('with another value is another change, and with the version of the conflict goes in', async () => {
    const [id = 0] = await open(1)
    const asked = request(PRIORITY, [id])
    await system.dispatch(eva, { tipo: 'cambiar_prioridad', ticketId: id, a: 'alta' })
    expect(await give(asked)).toEqual([[id, 'conflicto']])
    expect(await give({ ...asked, tickets: [{ id, version: 2 }] })).toEqual([[id, 'aceptado']])
    const other = { ...asked, cambio: { ...PRIORITY, a: 'baja' as const }, tickets: [{ id, version: 3 }] }
    expect(await give(other)).toEqual([[id, 'aceptado']])
  })
})

describe('who may', () => {
  // Mutant: without the check in dispatchBulk a client closes their own tickets by the dozen.
  test.each(['cliente', 'auditor'] as const)('not a %s, and nothing is done', async (rol) => {
    const ids = await open(1)
    const person = rol === 'cliente' ? ana : await system.person(rol)
    const before = (await expectInvariants(system)).length
    for (const cambio of [PRIORITY, { tipo: 'cerrar_ticket', motivo: 'resuelto' }])
      expect(await dispatchBulk(system.runtime.bus, person, request(cambio, ids))).toBeNull()
    expect(await expectInvariants(system)).toHaveLength(before)
  })

  test('nor somebody whom the account in the database says no of, whatever the session said', async () => {
    const ids = await open(1)
    await system.dispatch(eva, { tipo: 'cambiar_rol', cuentaId: olga.id, a: 'auditor' })
    expect(await give(request(PRIORITY, ids))).toEqual([[1, 'SIN_PERMISO']])
  })

  test('and what came between is read by the staff alone', async () => {
    const [ticketId = 0] = await open(1)
    await system.dispatch(olga, { tipo: 'comentar', ticketId, comentario: 'Ojo', interno: true })
    await system.dispatch(eva, { tipo: 'cambiar_prioridad', ticketId, a: 'alta' })
    const db = system.runtime.db.as('api_server')
    const stretch = [{ ticketId, vista: 1, actual: 3 }]
    const told = (await betweenQuery(db, olga, stretch)).get(ticketId)
    expect(told?.map(({ evento, autor }) => `${autor}: ${evento.tipo}`)).toEqual([
      'Olga: comentario',
      'Eva: cambio_prioridad',
    ])
    expect((await betweenQuery(db, ana, stretch)).size).toBe(0)
    expect((await titlesQuery(db, ana, [ticketId])).size).toBe(0)
    expect((await titlesQuery(db, olga, [ticketId])).get(ticketId)).toBe('Ticket 1')
  })
})

describe('the form', () => {
  const LOTE = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  function form(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
    const data = new FormData()
    for (const [name, value] of Object.entries({ lote: LOTE, ...fields }))
      for (const one of [value].flat()) data.append(name, one)
    return data
  }
  const some = { seleccion: ['7', '9', '7'], version: ['7.3', '8.1', '9.2'] }

  test('gives each chosen ticket the version of its row', () => {
    expect(readBulkForm(form({ ...some, accion: 'asignar', 'valor-asignar': 'nadie' }))).toEqual({
      pedido: { lote: LOTE, accion: 'asignar', valor: 'nadie' },
      request: {
        lote: LOTE,
        cambio: { tipo: 'asignar', a: null },
        tickets: [
          { id: 7, version: 3 },
          { id: 9, version: 2 },
        ],
      },
    })
  })

  // Mutant: a limit in the schema alone says "not valid" and not how many.
  test('takes a hundred tickets and says so beyond', () => {
    const many = (count: number) => {
      const ids = Array.from({ length: count }, (_, n) => String(n + 1))
      return form({
        seleccion: ids,
        version: ids.map((id) => `${id}.1`),
        accion: 'estado',
        'valor-estado': 'resuelto',
      })
    }
    expect(readBulkForm(many(100))).toHaveProperty('request')
    expect(readBulkForm(many(101))).toEqual({ clave: 'demasiados', cuantos: 101 })
  })

  test.each([
    ['ninguno', { accion: 'estado', 'valor-estado': 'resuelto' }],
    ['valor', { ...some, accion: 'estado', 'valor-estado': 'cerrado' }],
    ['valor', { ...some, accion: 'asignar', 'valor-asignar': '' }],
    ['valor', { ...some, accion: 'cerrar' }],
    ['otro', { ...some, accion: 'borrar' }],
    ['otro', { ...some, accion: 'estado', 'valor-estado': 'resuelto', version: ['7.3'] }],
    ['otro', { ...some, accion: 'estado', 'valor-estado': 'resuelto', seleccion: ['7 OR 1'] }],
    ['otro', { ...some, accion: 'estado', 'valor-estado': 'resuelto', lote: 'x' }],
  ])('that makes no sense is refused: %s', (clave, fields) => {
    expect(readBulkForm(form(fields))).toMatchObject({ clave })
  })
})
