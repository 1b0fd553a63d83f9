import type { TicketActions } from '@/components/tickets/desk'
import {
  asignarAction,
  cambiarCategoriaAction,
  cambiarEstadoAction,
  cambiarPrioridadAction,
  cerrarTicketAction,
  editarTicketAction,
  responderTicketAction,
} from '../../../actions/tickets'

export const ACTIONS: TicketActions = {
  responder: responderTicketAction,
  cambiarEstado: cambiarEstadoAction,
  asignar: asignarAction,
  cambiarPrioridad: cambiarPrioridadAction,
  cambiarCategoria: cambiarCategoriaAction,
  editar: editarTicketAction,
  cerrar: cerrarTicketAction,
}
