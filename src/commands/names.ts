import { type Command, isTicketCommand } from '@/domain/commands'
import { namedCuentas } from '@/domain/ticket/decide-historia'
import type { CommandEnvelope } from './types'

/** The stream that a command is about; null for one that begins a new stream. */
export function subjectOf(comando: Command): {
  readonly tipo: 'ticket' | 'cuenta'
  readonly id: number | null
} {
  if ('ticketId' in comando) return { tipo: 'ticket', id: comando.ticketId }
  if ('cuentaId' in comando) return { tipo: 'cuenta', id: comando.cuentaId }
  return { tipo: isTicketCommand(comando) ? 'ticket' : 'cuenta', id: null }
}

/** The accounts that a decision on this command looks at: the actor's, and those that it names. */
export function accountsOf({ actor, comando }: CommandEnvelope): number[] {
  return [actor.id, ...namedBy(comando)]
}

/** Listed kind by kind: a new command that names an account must not go unguarded in silence. */
function namedBy(comando: Command): number[] {
  switch (comando.tipo) {
    case 'crear_ticket':
      return comando.solicitanteId === null ? [] : [comando.solicitanteId]
    case 'asignar':
      return comando.a === null ? [] : [comando.a]
    case 'aplicar_cambios':
      return comando.cambios.flatMap((cambio) =>
        cambio.tipo === 'asignar' && cambio.a !== null ? [cambio.a] : [],
      )
    case 'registrar_historia':
      return comando.eventos.flatMap(namedCuentas)
    case 'comentar':
    case 'cambiar_estado':
    case 'actualizar_con_interaccion':
    case 'cambiar_prioridad':
    case 'cambiar_categoria':
    case 'editar_ticket':
    case 'cerrar_ticket':
    case 'reabrir_ticket':
    case 'crear_cuenta':
    case 'cambiar_rol':
    case 'editar_cuenta':
    case 'desactivar_cuenta':
    case 'reactivar_cuenta':
    case 'cambiar_contrasena':
    case 'cambiar_idioma':
    case 'revocar_sesiones':
    case 'gestionar_enlace':
    case 'consultar_auditoria':
    case 'gestionar_tarea':
    case 'crear_token':
    case 'revocar_token':
    case 'crear_webhook':
    case 'gestionar_webhook':
    case 'ajustar_servicio':
    case 'registrar_mantenimiento':
      return []
  }
}

/** The mail address that a command wants for an account, or null. */
export function emailOf(comando: Command): string | null {
  return 'email' in comando ? comando.email : null
}

/** True for what may take the last admin away: deciding it needs another active one. */
export function needsAdmin({ tipo }: Command): boolean {
  return tipo === 'cambiar_rol' || tipo === 'desactivar_cuenta'
}
