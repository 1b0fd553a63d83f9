import { auditRow } from '@projections/auditoria/row'
import { countsOf, followTicket, NO_COUNTS, type ResumenTicket } from '@projections/resumen/row'
import { ABIERTA, nextVersion, type VersionRow } from '@projections/tickets_versiones/row'
import { describe, expect, test } from 'vitest'
import type { Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'

// Golden histories: what is expected was written by hand from the meaning of each event, never printed by the code.

const at = (day: number, hour = 10) => `2026-03-0${day}T${hour}:00:00.000Z`
const HOUR = 3_600_000

/** Client 3's ticket 7; agent 4 works on it. */
function recorded(
  version: number,
  fecha: string,
  usuarioId: number,
  event: TicketEvent,
): Recorded<TicketEvent> {
  const sujeto = { tipo: 'ticket', id: 7 } as const
  const esInterno = event.tipo === 'comentario' && event.datos.esInterno
  const ids = {
    posicion: version,
    eventoId: `e${version}`,
    comandoId: `c${version}`,
    orden: 0,
    correlacionId: 'c',
    causaId: null,
  }
  return { ...event, sobre: { ...ids, sujeto, usuarioId, version, esInterno, fecha, fechaRegistro: fecha } }
}

const creacion: TicketEvent = {
  tipo: 'creacion',
  datos: { solicitanteId: 3, prioridad: 'media', categoria: null },
  contenido: { titulo: 'No imprime', descripcion: 'Nada' },
}
const comentario = (esInterno: boolean): TicketEvent => ({
  tipo: 'comentario',
  datos: { esInterno },
  contenido: 'x',
})

const HISTORY: readonly Recorded<TicketEvent>[] = [
  recorded(1, at(1), 3, creacion),
  recorded(2, at(1, 11), 4, { tipo: 'asignacion', datos: { de: null, a: 4 } }),
  recorded(3, at(1, 12), 4, comentario(true)),
  recorded(4, at(1, 13), 3, comentario(false)),
  recorded(5, at(1, 14), 4, comentario(false)),
  recorded(6, at(2), 4, { tipo: 'cambio_estado', datos: { de: 'abierto', a: 'resuelto' } }),
  recorded(7, at(3), 3, { tipo: 'cambio_estado', datos: { de: 'resuelto', a: 'abierto' } }),
  recorded(8, at(3, 12), 4, { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' } }),
  recorded(9, at(4), 4, { tipo: 'cierre', datos: { de: 'abierto', motivo: 'resuelto' } }),
  recorded(10, at(5), 4, { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'en_progreso' } }),
]

describe('the counts of a ticket', () => {
  function follow(): { readonly after: ResumenTicket; readonly counts: readonly object[] } {
    let before: ResumenTicket | null = null
    const counts: object[] = []
    for (const event of HISTORY) {
      const after: ResumenTicket = followTicket(before, event)
      counts.push(countsOf(before, after, event.sobre.fecha))
      before = after
    }
    if (before === null) throw new Error('no history')
    return { after: before, counts }
  }

  test('that was answered, resolved, reopened, closed and reopened', () => {
    expect(follow().after).toEqual({
      ticketId: 7,
      version: 10,
      usuarioId: 3,
      estado: 'en_progreso',
      prioridad: 'alta',
      agente: 4,
      fechaCreacion: at(1),
      fechaRespuesta: at(1, 14),
      reaperturas: 2,
    })
  })

  test('go to the day on which it happened: a note or the client’s own word is no answer', () => {
    expect(follow().counts).toEqual([
      { ...NO_COUNTS, creados: 1 },
      NO_COUNTS,
      NO_COUNTS,
      NO_COUNTS,
      { ...NO_COUNTS, respondidos: 1, respuestaMs: 4 * HOUR },
      { ...NO_COUNTS, resueltos: 1, resolucionMs: 24 * HOUR },
      { ...NO_COUNTS, reabiertos: 1 },
      NO_COUNTS,
      { ...NO_COUNTS, resueltos: 1, resolucionMs: 72 * HOUR, cerrados: 1 },
      { ...NO_COUNTS, reabiertos: 1 },
    ])
  })

  test('are not made of a history with a gap, or without its beginning', () => {
    const [first, , third] = HISTORY
    if (!first || !third) throw new Error('no history')
    expect(() => followTicket(followTicket(null, first), third)).toThrow('version 3, where 2 is next')
    expect(() => followTicket(null, recorded(1, at(1), 3, comentario(false)))).toThrow('comentario')
  })
})

describe('what an event is found by', () => {
  test('is its author, subject, kind, date and chain, and whether it is internal', () => {
    const found = [HISTORY[2], HISTORY[8]].flatMap((event) => (event ? [auditRow(event)] : []))
    const ticket = { ticketId: 7, cuentaId: null, correlacionId: 'c', usuarioId: 4 }
    expect(found).toEqual([
      { ...ticket, posicion: 3, tipo: 'comentario', esInterno: 1, fecha: at(1, 12) },
      { ...ticket, posicion: 9, tipo: 'cierre', esInterno: 0, fecha: at(4) },
    ])
    const [first] = HISTORY
    if (!first) throw new Error('no history')
    const sobre = { ...first.sobre, sujeto: { tipo: 'cuenta', id: 1 } } as const
    const datos = { clase: 'busqueda', filtros: {}, formato: null, hasta: null } as const
    expect(auditRow({ tipo: 'consulta_auditoria', datos, contenido: null, sobre })).toEqual({
      posicion: 1,
      usuarioId: 3,
      ticketId: null,
      cuentaId: 1,
      tipo: 'consulta_auditoria',
      esInterno: 0,
      fecha: at(1),
      correlacionId: 'c',
    })
  })
})

describe('the versions of a ticket', () => {
  function versions(events: readonly Recorded<TicketEvent>[]): VersionRow[] {
    const rows: VersionRow[] = []
    for (const event of events) rows.push(nextVersion(rows.at(-1) ?? null, event))
    return rows
  }

  test('say from when each stood, and what the client saw of it', () => {
    const base = {
      ticketId: 7,
      hasta: ABIERTA,
      hastaCliente: ABIERTA,
      titulo: 'No imprime',
      usuarioId: 3,
      estado: 'abierto',
      prioridad: 'media',
      categoria: null,
      fechaCreacion: at(1),
      fechaCierre: null,
    }
    const rows = versions(HISTORY)
    expect(rows[0]).toEqual({
      ...base,
      version: 1,
      desde: at(1),
      versionCliente: 1,
      desdeCliente: at(1),
      asignadoA: null,
    })
    // The internal note moves the ticket for the staff alone.
    expect(rows[2]).toEqual({
      ...base,
      version: 3,
      desde: at(1, 12),
      versionCliente: 2,
      desdeCliente: at(1, 11),
      asignadoA: 4,
    })
    expect(rows[8]).toEqual({
      ...base,
      version: 9,
      desde: at(4),
      asignadoA: 4,
      estado: 'cerrado',
      prioridad: 'alta',
      fechaCierre: at(4),
      versionCliente: 9,
      desdeCliente: at(4),
    })
  })

  test('never begin before the one that they follow, whatever the dates of an import say', () => {
    const rows = versions([recorded(1, at(5), 3, creacion), recorded(2, at(2), 4, comentario(false))])
    expect(rows.map(({ desde }) => desde)).toEqual([at(5), at(5)])
  })
})
