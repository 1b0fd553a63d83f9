import type { Command, CommandKind } from './commands'
import type { EventKind } from './events'

const ESTADO: readonly EventKind[] = ['cambio_estado', 'cierre']
const CUALQUIERA: readonly EventKind[] = [
  ...ESTADO,
  'comentario',
  'asignacion',
  'cambio_prioridad',
  'cambio_categoria',
  'edicion',
]

/**
 * Which events, recorded since the person looked, stand against a command; all others commute with it. Nobody closes
 * over an answer that they have not read, and an importer's difference is from what it read.
 */
export const CONFLICTS: Readonly<Record<CommandKind, readonly EventKind[]>> = {
  crear_ticket: [],
  registrar_historia: CUALQUIERA,
  // Each of its changes has its own: see againstOf.
  aplicar_cambios: [],
  comentar: [],
  cambiar_estado: ESTADO,
  actualizar_con_interaccion: ESTADO,
  cerrar_ticket: [...ESTADO, 'comentario'],
  reabrir_ticket: ESTADO,
  asignar: ['asignacion'],
  cambiar_prioridad: ['cambio_prioridad'],
  cambiar_categoria: ['cambio_categoria'],
  editar_ticket: ['edicion'],
  crear_cuenta: [],
  cambiar_rol: ['cambio_rol'],
  editar_cuenta: ['edicion_cuenta'],
  desactivar_cuenta: ['desactivacion', 'reactivacion'],
  reactivar_cuenta: ['desactivacion', 'reactivacion'],
  cambiar_contrasena: [],
  cambiar_idioma: [],
  revocar_sesiones: [],
  gestionar_enlace: [],
  consultar_auditoria: [],
  gestionar_tarea: [],
  crear_token: [],
  revocar_token: [],
  crear_webhook: [],
  gestionar_webhook: [],
  ajustar_servicio: [],
  registrar_mantenimiento: [],
}

/** The events that stand against a command: of several changes, what stands against any of them. */
export function againstOf(command: Command): readonly string[] {
  if (command.tipo !== 'aplicar_cambios') return CONFLICTS[command.tipo]
  return command.cambios.flatMap(({ tipo }) => CONFLICTS[tipo])
}

/**
 * True when one of the events recorded since the person looked stands against this command.
 * @param since their kinds as they are read today; one that this code doesn't know stands against nothing
 */
export function conflicts(command: Command, since: Iterable<string>): boolean {
  const against = againstOf(command)
  for (const kind of since) if (against.includes(kind)) return true
  return false
}
