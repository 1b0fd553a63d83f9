import { z } from 'zod'
import { Categoria, Comentario, Descripcion, Estado, Id, MotivoCierre, Prioridad, Titulo } from '../values'
import { TicketEvent } from './events'

const ticketId = Id

export const CrearTicket = z.object({
  tipo: z.literal('crear_ticket'),
  titulo: Titulo,
  descripcion: Descripcion,
  prioridad: Prioridad.default('media'),
  categoria: Categoria.nullable().default(null),
  /** For whom; the actor, where it is not given. Only staff may name another account. */
  solicitanteId: Id.nullable().default(null),
})

export const Comentar = z.object({
  tipo: z.literal('comentar'),
  ticketId,
  comentario: Comentario,
  interno: z.boolean().default(false),
})

export const CambiarEstado = z.object({ tipo: z.literal('cambiar_estado'), ticketId, a: Estado })

/** A state change and a comment as one command: two events, both or none. */
export const ActualizarConInteraccion = z.object({
  tipo: z.literal('actualizar_con_interaccion'),
  ticketId,
  a: Estado,
  comentario: Comentario,
  interno: z.boolean().default(false),
})

/** `a` is the operator or admin who takes the ticket, or null to leave it to nobody. */
export const Asignar = z.object({ tipo: z.literal('asignar'), ticketId, a: Id.nullable() })

export const CambiarPrioridad = z.object({ tipo: z.literal('cambiar_prioridad'), ticketId, a: Prioridad })

export const CambiarCategoria = z.object({
  tipo: z.literal('cambiar_categoria'),
  ticketId,
  a: Categoria.nullable(),
})

export const EditarTicket = z.object({
  tipo: z.literal('editar_ticket'),
  ticketId,
  titulo: Titulo,
  descripcion: Descripcion,
})

export const CerrarTicket = z.object({
  tipo: z.literal('cerrar_ticket'),
  ticketId,
  motivo: MotivoCierre.default('resuelto'),
  comentario: Comentario.nullable().default(null),
})

export const ReabrirTicket = z.object({
  tipo: z.literal('reabrir_ticket'),
  ticketId,
  comentario: Comentario.nullable().default(null),
})

/** One of several changes; a command of its own without its ticket. */
export const Cambio = z.discriminatedUnion('tipo', [
  Comentar.omit({ ticketId: true }),
  CambiarEstado.omit({ ticketId: true }),
  Asignar.omit({ ticketId: true }),
  CambiarPrioridad.omit({ ticketId: true }),
  CambiarCategoria.omit({ ticketId: true }),
  EditarTicket.omit({ ticketId: true }),
  CerrarTicket.omit({ ticketId: true }),
  ReabrirTicket.omit({ ticketId: true }),
])

/** Several changes as one command, in this order: all of their events, or none. */
export const AplicarCambios = z.object({
  tipo: z.literal('aplicar_cambios'),
  ticketId,
  cambios: z.array(Cambio).min(1).max(10),
})

/**
 * Events that happened elsewhere, recorded and not judged: only the structural rules hold. `ticketId` is null
 * for a history that begins here, whose first event is then its creation.
 */
export const RegistrarHistoria = z.object({
  tipo: z.literal('registrar_historia'),
  ticketId: ticketId.nullable(),
  eventos: z.array(TicketEvent).min(1).max(100),
})

export const TicketCommand = z.discriminatedUnion('tipo', [
  CrearTicket,
  Comentar,
  CambiarEstado,
  ActualizarConInteraccion,
  Asignar,
  CambiarPrioridad,
  CambiarCategoria,
  EditarTicket,
  CerrarTicket,
  ReabrirTicket,
  AplicarCambios,
  RegistrarHistoria,
])

export type TicketCommand = z.infer<typeof TicketCommand>
