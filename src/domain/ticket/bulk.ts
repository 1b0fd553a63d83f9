import { z } from 'zod'
import { Estado, Id, Ulid } from '../values'
import { Asignar, CambiarEstado, CambiarPrioridad, CerrarTicket, type TicketCommand } from './commands'

/** So many tickets can be changed at a time. */
export const BULK_LIMIT = 100

/** What can be done to many tickets at once: what a select can say. Closing is a change of its own, with its reason. */
export const BulkChange = z.discriminatedUnion('tipo', [
  Asignar.omit({ ticketId: true }),
  CambiarEstado.omit({ ticketId: true }).extend({ a: Estado.exclude(['cerrado']) }),
  CambiarPrioridad.omit({ ticketId: true }),
  CerrarTicket.omit({ ticketId: true, comentario: true }),
])
export type BulkChange = z.infer<typeof BulkChange>

/** One change of many tickets, each at the version that the person saw when they chose it. */
export const BulkRequest = z.object({
  /** Of the whole; each ticket's comandoId is made of it, so that sending it again is the same commands. */
  lote: Ulid,
  cambio: BulkChange,
  tickets: z
    .array(z.object({ id: Id, version: Id }))
    .min(1)
    .max(BULK_LIMIT),
})
export type BulkRequest = z.infer<typeof BulkRequest>

/** The change as a command on one ticket. */
export function commandFor(cambio: BulkChange, ticketId: number): TicketCommand {
  return cambio.tipo === 'cerrar_ticket' ? { ...cambio, ticketId, comentario: null } : { ...cambio, ticketId }
}
