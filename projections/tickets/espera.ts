import type { TicketEvent } from '@/domain/ticket/events'
import type { RowEvent } from '../engine/entity'
import type { TicketRow } from './row'

type Turn = Pick<TicketRow, 'esperaA' | 'esperaDesde'>

const NOBODY: Turn = { esperaA: null, esperaDesde: null }

/**
 * Whose turn it is after one more event, and since when. Pure, and by public events alone: nothing that a client may
 * not see moves it. Who speaks is told by whose ticket it is, for the log's events know no roles: the requester's
 * words ask for the team, anyone else's are the team's answer.
 */
export function nextEspera(row: TicketRow | null, event: RowEvent<TicketEvent>): Turn {
  const { fecha, usuarioId } = event.sobre
  if (row === null) return { esperaA: 'equipo', esperaDesde: fecha }
  switch (event.tipo) {
    case 'comentario':
      // An imported history may go on after its end: nobody is awaited on a closed ticket.
      if (event.datos.esInterno || row.estado === 'cerrado') return turnOf(row)
      return usuarioId === row.usuarioId ? teamSince(row, fecha) : { esperaA: 'cliente', esperaDesde: fecha }
    case 'cambio_estado':
      // Resolved: the client is to say whether it is. Taken up again, from there or from closed: back to the team.
      if (event.datos.a === 'resuelto') return { esperaA: 'cliente', esperaDesde: fecha }
      return row.estado === 'resuelto' || row.estado === 'cerrado' ? teamSince(row, fecha) : turnOf(row)
    case 'cierre':
      return NOBODY
    case 'creacion':
    case 'asignacion':
    case 'cambio_prioridad':
    case 'cambio_categoria':
    case 'edicion':
      return turnOf(row)
  }
}

function turnOf({ esperaA, esperaDesde }: TicketRow): Turn {
  return { esperaA, esperaDesde }
}

/** Who already waits for the team has waited since then, however often they ask. */
function teamSince(row: TicketRow, fecha: string): Turn {
  return row.esperaA === 'equipo' ? turnOf(row) : { esperaA: 'equipo', esperaDesde: fecha }
}
