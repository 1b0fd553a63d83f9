import type { Rol } from './values'

/**
 * Who gives a command. A person's role is what the session showed; the bus reads the account again in the
 * same snapshot as the ticket. The system account acts for the service under one of its database roles.
 */
export type Actor =
  | { readonly tipo: 'persona'; readonly id: number; readonly rol: Rol }
  | { readonly tipo: 'servicio'; readonly id: number; readonly servicio: 'batch_worker' | 'admin' }

/** True for those who work on every ticket: operators, admins, and the service itself. */
export function isStaff(actor: Actor): boolean {
  return actor.tipo === 'servicio' || actor.rol === 'operador' || actor.rol === 'admin'
}
