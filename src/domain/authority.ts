import type { Actor } from './actor'
import type { CommandKind } from './commands'
import type { Rol } from './values'

const ANYONE_WITH_TICKETS: readonly Rol[] = ['cliente', 'operador', 'admin']
const STAFF: readonly Rol[] = ['operador', 'admin']
const ADMINS: readonly Rol[] = ['admin']
const ANYONE: readonly Rol[] = ['cliente', 'operador', 'admin', 'auditor']
const NOBODY: readonly Rol[] = []

/**
 * Which roles may give which command. An auditor changes nothing but its own password, language, sessions and tokens,
 * and stops webhooks that it has from another role; what it looks for is noted.
 * Whose ticket or account it is, and what a client may do with it, is decided with the state in hand.
 */
export const AUTHORITY: Readonly<Record<CommandKind, readonly Rol[]>> = {
  crear_ticket: ANYONE_WITH_TICKETS,
  comentar: ANYONE_WITH_TICKETS,
  actualizar_con_interaccion: ANYONE_WITH_TICKETS,
  cambiar_estado: ANYONE_WITH_TICKETS,
  editar_ticket: ANYONE_WITH_TICKETS,
  aplicar_cambios: ANYONE_WITH_TICKETS,
  cerrar_ticket: ANYONE_WITH_TICKETS,
  reabrir_ticket: ANYONE_WITH_TICKETS,
  asignar: STAFF,
  cambiar_prioridad: STAFF,
  cambiar_categoria: STAFF,
  registrar_historia: NOBODY,
  crear_cuenta: ADMINS,
  cambiar_rol: ADMINS,
  editar_cuenta: ADMINS,
  desactivar_cuenta: ADMINS,
  reactivar_cuenta: ADMINS,
  cambiar_contrasena: ANYONE,
  cambiar_idioma: ANYONE,
  revocar_sesiones: ANYONE,
  gestionar_enlace: ADMINS,
  consultar_auditoria: ['admin', 'auditor'],
  gestionar_tarea: ADMINS,
  crear_token: ANYONE,
  revocar_token: ANYONE,
  crear_webhook: ANYONE_WITH_TICKETS,
  gestionar_webhook: ANYONE,
  ajustar_servicio: ADMINS,
  registrar_mantenimiento: ADMINS,
}

/** True when this actor's role may give such a command at all. The service's limits are its database role's. */
export function mayGive(actor: Actor, kind: CommandKind): boolean {
  return actor.tipo === 'servicio' || AUTHORITY[kind].includes(actor.rol)
}
