import type { Estado, Prioridad } from '../values'

/** What the events of a ticket add up to. The projected row adds dates and version to it. */
export interface TicketState {
  readonly titulo: string
  readonly descripcion: string
  readonly usuarioId: number
  readonly estado: Estado
  readonly prioridad: Prioridad
  readonly categoria: string | null
  readonly asignadoA: number | null
  readonly fechaCierre: string | null
}
