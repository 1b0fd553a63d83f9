import type { TicketDetail } from '@projections/tickets/detail'
import type { Agent } from '@projections/usuarios/list'
import type { FormAction } from '@/components/form-state'
import type { Viewer } from '@/domain/viewer'
import type { Offers } from './permissions'

/** The actions of a ticket's page: the page hands them in, since components know no `app`. */
export interface TicketActions {
  readonly responder: FormAction
  readonly cambiarEstado: FormAction
  readonly asignar: FormAction
  readonly cambiarPrioridad: FormAction
  readonly cambiarCategoria: FormAction
  readonly editar: FormAction
  readonly cerrar: FormAction
}

/** All that the forms of a ticket's page are made from. */
export interface TicketDesk {
  readonly ticket: TicketDetail
  readonly viewer: Viewer
  readonly offers: Offers
  /** Those who may take the ticket; none for a client. */
  readonly agents: readonly Agent[]
  readonly actions: TicketActions
  /** A new comandoId for each form. */
  readonly newId: () => string
}
