import type { DecisionContext } from '../context'
import { accept, type Decision, reject } from '../rejections'
import type { TicketCommand } from './commands'
import type { TicketEvent } from './events'
import { evolve } from './evolve'
import type { TicketState } from './state'

type Historia = Extract<TicketCommand, { tipo: 'registrar_historia' }>

/**
 * Records events that happened elsewhere. Transitions are not judged (a history that happened, happened); what
 * holds is the structure: a creation first and once, accounts that exist, and old values that are this
 * ticket's own, which are taken from the state and not from the source; those of an edition stay the source's.
 */
export function decideHistoria(
  state: TicketState | null,
  command: Historia,
  { cuentas, ahora }: DecisionContext,
): Decision<TicketEvent> {
  if (state === null && command.ticketId !== null)
    return reject('TICKET_NO_ENCONTRADO', { ticketId: command.ticketId })
  const eventos: TicketEvent[] = []
  let current = state
  for (const raw of command.eventos) {
    if ((raw.tipo === 'creacion') !== (current === null)) {
      return reject('TICKET_NO_ENCONTRADO', { ticketId: command.ticketId })
    }
    const missing = namedCuentas(raw).find((id) => !cuentas.has(id))
    if (missing !== undefined) return reject('CUENTA_NO_ENCONTRADA', { cuentaId: missing })
    const evento = current === null ? raw : withOldValue(raw, current)
    current = evolve(current, evento, evento.fecha ?? ahora)
    eventos.push(evento)
  }
  const [first, ...rest] = eventos
  return first ? accept(first, ...rest) : reject('SIN_CAMBIOS', { campo: 'eventos' })
}

/** The accounts that an event names beside the command's actor: in what happened, and as who did it. */
export function namedCuentas(event: TicketEvent): number[] {
  const autor = event.usuarioId === undefined ? [] : [event.usuarioId]
  if (event.tipo === 'creacion') return [...autor, event.datos.solicitanteId]
  if (event.tipo === 'asignacion' && event.datos.a !== null) return [...autor, event.datos.a]
  return autor
}

function withOldValue(event: TicketEvent, state: TicketState): TicketEvent {
  switch (event.tipo) {
    case 'cambio_estado':
      return { ...event, datos: { ...event.datos, de: state.estado } }
    case 'cierre':
      return { ...event, datos: { ...event.datos, de: state.estado } }
    case 'asignacion':
      return { ...event, datos: { ...event.datos, de: state.asignadoA } }
    case 'cambio_prioridad':
      return { ...event, datos: { ...event.datos, de: state.prioridad } }
    case 'cambio_categoria':
      return { ...event, datos: { ...event.datos, de: state.categoria } }
    case 'creacion':
    case 'comentario':
    case 'edicion':
      return event
  }
}
