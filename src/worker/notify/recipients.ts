import { isImported, type Recorded } from '@/domain/events'
import type { TicketEvent, TicketEventKind } from '@/domain/ticket/events'
import type { Rol } from '@/domain/values'

/** How somebody stands to a ticket's event. `designado` is given the ticket by it, `relevado` loses it. */
type Papel = 'solicitante' | 'asignado' | 'designado' | 'relevado'

/** An account as it is when the notification is made. */
export interface Destinatario {
  readonly rol: Rol
  readonly activo: boolean
}

/** Whose ticket it is and who works on it, when the notification is made. */
export interface Implicados {
  readonly solicitanteId: number
  readonly asignadoA: number | null
}

/** Who hears of what that others did: the rules as data. An assignment is told to those whom it concerns, then. */
const RULES: Readonly<Record<TicketEventKind, readonly Papel[]>> = {
  creacion: ['solicitante'],
  comentario: ['solicitante', 'asignado'],
  cambio_estado: ['solicitante', 'asignado'],
  cierre: ['solicitante', 'asignado'],
  asignacion: ['designado', 'relevado'],
  cambio_prioridad: ['asignado'],
  cambio_categoria: ['asignado'],
  edicion: ['asignado'],
}

/** The accounts that an event might have to be told to, before it is asked who they are. */
export function candidates(event: TicketEvent, ticket: Implicados): number[] {
  const ids = RULES[event.tipo].map((papel) => accountOf(papel, event, ticket))
  return [...new Set(ids.filter((id) => id !== null))]
}

/**
 * Who is told of an event: by the rules, but nobody of their own act, no inactive account, and no client of an internal
 * note or of a ticket that is not theirs. Pure.
 * @param cuentas the candidates' accounts as they are now; one that is missing is told nothing
 */
export function recipients(
  event: Recorded<TicketEvent>,
  ticket: Implicados,
  cuentas: ReadonlyMap<number, Destinatario>,
): number[] {
  if (isImported(event)) return []
  return candidates(event, ticket).filter((id) => {
    const cuenta = cuentas.get(id)
    if (!cuenta?.activo || id === event.sobre.usuarioId) return false
    return cuenta.rol !== 'cliente' || (!event.sobre.esInterno && id === ticket.solicitanteId)
  })
}

function accountOf(papel: Papel, event: TicketEvent, ticket: Implicados): number | null {
  switch (papel) {
    case 'solicitante':
      // Staff who opened a ticket themselves are its client here: what is internal is for those who work on it.
      return isNote(event) ? null : ticket.solicitanteId
    case 'asignado':
      return ticket.asignadoA
    case 'designado':
      return event.tipo === 'asignacion' ? event.datos.a : null
    case 'relevado':
      return event.tipo === 'asignacion' ? event.datos.de : null
  }
}

function isNote(event: TicketEvent): boolean {
  return event.tipo === 'comentario' && event.datos.esInterno
}
