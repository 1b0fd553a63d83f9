import { describe, expect, test } from 'vitest'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { candidates, type Destinatario, recipients } from '@/worker/notify/recipients'
import { creado, pasado } from '../../support/given'
import { recorded } from '../../support/notifications'

const CLIENTE = 10
const AGENTE = 20
const OTRO = 21
const TICKET = { solicitanteId: CLIENTE, asignadoA: AGENTE }
const CUENTAS = new Map<number, Destinatario>([
  [CLIENTE, { rol: 'cliente', activo: true }],
  [AGENTE, { rol: 'operador', activo: true }],
  [OTRO, { rol: 'admin', activo: true }],
])

const told = (event: Recorded<TicketEvent>, changed: Readonly<Record<number, Destinatario>> = {}) =>
  recipients(
    event,
    TICKET,
    new Map([...CUENTAS, ...Object.entries(changed).map(([id, cuenta]) => [Number(id), cuenta] as const)]),
  )

const comentario = (esInterno: boolean): TicketEvent => ({
  tipo: 'comentario',
  datos: { esInterno },
  contenido: 'Hola',
})
const asignacion = (de: number | null, a: number | null): TicketEvent => ({
  tipo: 'asignacion',
  datos: { de, a },
})

// Mutants seen to fail: the rule of any kind emptied; the author, an inactive account or a client not left out.
describe('of what others do hears', () => {
  test.each<[string, TicketEvent, number, readonly number[]]>([
    ['the requester: of an answer', comentario(false), AGENTE, [CLIENTE]],
    ['the requester: of a change of state', pasado('abierto', 'en_progreso'), AGENTE, [CLIENTE]],
    [
      'the requester: of the closing, by the service too',
      pasado('resuelto', 'cerrado'),
      1,
      [CLIENTE, AGENTE],
    ],
    ['the assignee: of an answer', comentario(false), CLIENTE, [AGENTE]],
    ['the assignee alone: of an internal note', comentario(true), OTRO, [AGENTE]],
    [
      'the assignee: of the priority',
      { tipo: 'cambio_prioridad', datos: { de: 'baja', a: 'alta' } },
      OTRO,
      [AGENTE],
    ],
    [
      'the assignee: of the category',
      { tipo: 'cambio_categoria', datos: { de: null, a: 'Red' } },
      OTRO,
      [AGENTE],
    ],
    [
      'the assignee: of an edition',
      { tipo: 'edicion', datos: { campos: ['titulo'] }, contenido: null },
      CLIENTE,
      [AGENTE],
    ],
    ['the requester: of a ticket that was opened for them', creado(), AGENTE, [CLIENTE]],
    ['both agents: of a ticket that changes hands', asignacion(AGENTE, OTRO), 30, [OTRO, AGENTE]],
    ['nobody: of taking a ticket oneself', asignacion(null, AGENTE), AGENTE, []],
    ['both: of an answer by a third', comentario(false), OTRO, [CLIENTE, AGENTE]],
  ])('%s', (_name, event, author, expected) => {
    expect(told(recorded(event, { usuarioId: author }))).toEqual(expected)
  })
})

describe('nothing is told', () => {
  test('to an inactive account, or to one that is not there', () => {
    const event = recorded(comentario(false), { usuarioId: OTRO })
    expect(told(event, { [CLIENTE]: { rol: 'cliente', activo: false } })).toEqual([AGENTE])
    expect(recipients(event, TICKET, new Map())).toEqual([])
  })

  test('of another’s ticket to an agent who is a client now', () => {
    const event = recorded(comentario(false), { usuarioId: OTRO })
    expect(told(event, { [AGENTE]: { rol: 'cliente', activo: true } })).toEqual([CLIENTE])
  })

  // Mutants seen to fail: isHistory without either half.
  test('of what an import brings', () => {
    const old = { fecha: '2020-01-01T00:00:00.000Z' }
    expect(told(recorded(comentario(false), { usuarioId: OTRO, ...old }))).toEqual([])
    expect(told(recorded({ ...creado(), origen: { fila: 3 } }, { usuarioId: OTRO }))).toEqual([])
  })
})

test('who might be told is known before anybody’s account is read', () => {
  expect(candidates(comentario(false), TICKET)).toEqual([CLIENTE, AGENTE])
  expect(candidates(comentario(true), TICKET)).toEqual([AGENTE])
  expect(candidates(asignacion(null, null), TICKET)).toEqual([])
})
