import type { TicketEvent } from './events'
import type { TicketState } from './state'

/** What stands where a content was erased. */
export const ERASED = '[borrado]'

/**
 * The state after one more event. Pure and total over well-formed histories.
 * @param fecha the event's business time
 * @throws when a history does not begin with its creation, or has a second one: the log is broken
 */
export function evolve(state: TicketState | null, event: TicketEvent, fecha: string): TicketState {
  if (event.tipo === 'creacion') return create(state, event)
  if (state === null) throw new Error(`a ticket's history begins with ${event.tipo}`)
  switch (event.tipo) {
    case 'comentario':
      return state
    case 'cambio_estado':
      return { ...state, estado: event.datos.a, fechaCierre: null }
    case 'cierre':
      return { ...state, estado: 'cerrado', fechaCierre: fecha }
    case 'asignacion':
      return { ...state, asignadoA: event.datos.a }
    case 'cambio_prioridad':
      return { ...state, prioridad: event.datos.a }
    case 'cambio_categoria':
      return { ...state, categoria: event.datos.a }
    case 'edicion':
      return edit(state, event)
  }
}

function create(state: TicketState | null, event: Extract<TicketEvent, { tipo: 'creacion' }>): TicketState {
  if (state !== null) throw new Error('a ticket is created twice')
  const { solicitanteId, prioridad, categoria } = event.datos
  const { titulo, descripcion } = event.contenido ?? { titulo: ERASED, descripcion: ERASED }
  const fresh = { estado: 'abierto', asignadoA: null, fechaCierre: null } as const
  return { titulo, descripcion, usuarioId: solicitanteId, prioridad, categoria, ...fresh }
}

function edit(state: TicketState, event: Extract<TicketEvent, { tipo: 'edicion' }>): TicketState {
  const text = (campo: 'titulo' | 'descripcion') => {
    if (!event.datos.campos.includes(campo)) return state[campo]
    return event.contenido?.[campo]?.a ?? ERASED
  }
  return { ...state, titulo: text('titulo'), descripcion: text('descripcion') }
}
