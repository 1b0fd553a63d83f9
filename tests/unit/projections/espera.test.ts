import { reduceTicket } from '@projections/tickets/reducer'
import type { TicketRow } from '@projections/tickets/row'
import { describe, expect, it } from 'vitest'
import type { TicketEvent } from '@/domain/ticket/events'
import type { Estado } from '@/domain/values'

// Whose turn it is: each history below with the answer that its meaning gives, written by hand.

const [CLIENTE, AGENTE] = [3, 4]
const at = (day: number) => `2026-03-0${day}T10:00:00.000Z`

const creacion: TicketEvent = {
  tipo: 'creacion',
  datos: { solicitanteId: CLIENTE, prioridad: 'media', categoria: null },
  contenido: { titulo: 'No imprime', descripcion: 'Nada' },
}
type Step = readonly [quien: number, event: TicketEvent]
const dice = (quien: number): Step => [
  quien,
  { tipo: 'comentario', datos: { esInterno: false }, contenido: 'x' },
]
const nota: Step = [AGENTE, { tipo: 'comentario', datos: { esInterno: true }, contenido: 'x' }]
const cierre: Step = [AGENTE, { tipo: 'cierre', datos: { de: 'abierto', motivo: 'resuelto' } }]
const pasa = (de: Estado, a: Exclude<Estado, 'cerrado'>, quien = AGENTE): Step => [
  quien,
  { tipo: 'cambio_estado', datos: { de, a } },
]

/** The turn after a creation on day 1 and one step on each day after it; a note comes on the day of what it follows. */
function turn(steps: readonly Step[], creador = CLIENTE): [TicketRow['esperaA'], TicketRow['esperaDesde']] {
  const events: readonly Step[] = [[creador, creacion], ...steps]
  let day = 0
  const row = events.reduce<TicketRow | null>((before, [usuarioId, event], index) => {
    const esInterno = event.tipo === 'comentario' && event.datos.esInterno
    if (!esInterno) day++
    const sujeto = { tipo: 'ticket', id: 7 } as const
    const sobre = { sujeto, usuarioId, version: index + 1, comandoId: 'c', fecha: at(day), esInterno }
    return reduceTicket(before, { ...event, sobre })
  }, null)
  return [row?.esperaA ?? null, row?.esperaDesde ?? null]
}

describe('a ticket waits', () => {
  it('for the team from its creation on, whoever opened it', () => {
    expect(turn([])).toEqual(['equipo', at(1)])
    expect(turn([], AGENTE)).toEqual(['equipo', at(1)])
  })
  it('for the client from the team’s last answer on', () => {
    expect(turn([dice(AGENTE)])).toEqual(['cliente', at(2)])
    expect(turn([dice(AGENTE), dice(AGENTE)])).toEqual(['cliente', at(3)])
  })
  // Mutant seen to fail: teamSince always takes the new date.
  it('for the team since the client first asked, however often they ask again', () => {
    expect(turn([dice(CLIENTE), dice(CLIENTE)])).toEqual(['equipo', at(1)])
    expect(turn([dice(AGENTE), dice(CLIENTE), dice(CLIENTE)])).toEqual(['equipo', at(3)])
  })
  it('for nobody once closed, whatever an imported history says after that', () => {
    expect(turn([cierre])).toEqual([null, null])
    expect(turn([cierre, dice(CLIENTE), dice(AGENTE)])).toEqual([null, null])
  })
  it('for the team from its reopening on, until the team answers', () => {
    expect(turn([cierre, pasa('cerrado', 'abierto', CLIENTE)])).toEqual(['equipo', at(3)])
    expect(turn([cierre, pasa('cerrado', 'abierto'), dice(AGENTE)])).toEqual(['cliente', at(4)])
  })
  it('for the client’s word once resolved, and for the team when it is taken up again', () => {
    expect(turn([pasa('abierto', 'resuelto')])).toEqual(['cliente', at(2)])
    expect(turn([pasa('abierto', 'resuelto'), dice(CLIENTE)])).toEqual(['equipo', at(3)])
    expect(turn([pasa('abierto', 'resuelto'), pasa('resuelto', 'en_progreso')])).toEqual(['equipo', at(3)])
    const asked = [pasa('abierto', 'resuelto'), dice(CLIENTE), pasa('resuelto', 'abierto')]
    expect(turn(asked)).toEqual(['equipo', at(3)])
  })
  // Mutants seen to fail: a note counts as an answer; every change of state gives the turn to the team.
  it('on the same side after a note, work begun, an assignment, a priority, a category, an edit', () => {
    const quiet: readonly Step[] = [
      nota,
      pasa('abierto', 'en_progreso'),
      pasa('en_progreso', 'abierto'),
      [AGENTE, { tipo: 'asignacion', datos: { de: null, a: AGENTE } }],
      [AGENTE, { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } }],
      [AGENTE, { tipo: 'cambio_categoria', datos: { de: null, a: 'Red' } }],
      [AGENTE, { tipo: 'edicion', datos: { campos: [] }, contenido: {} }],
    ]
    for (const step of quiet) {
      expect(turn([step])).toEqual(['equipo', at(1)])
      expect(turn([dice(AGENTE), step])).toEqual(['cliente', at(2)])
    }
  })
})

// Mutant seen to fail: a note counts as an answer. What a client may not see must not show in what they may.
it('tells nothing of internal notes: every history gives the same with one after each step', () => {
  const steps: readonly Step[] = [dice(AGENTE), dice(CLIENTE), pasa('abierto', 'resuelto'), cierre]
  for (let count = 1; count <= steps.length; count++) {
    const seen = steps.slice(0, count)
    expect(turn([nota, ...seen.flatMap((step) => [step, nota])])).toEqual(turn(seen))
  }
})
