import type { Command } from '@/domain/commands'
import { namedCuentas } from '@/domain/ticket/decide-historia'
import type { CommandEnvelope } from './types'

/** The stream that a command is about; null for one that begins a new stream. */
export function subjectOf(comando: Command): {
  readonly tipo: 'ticket' | 'cuenta'
  readonly id: number | null
} {
  if ('ticketId' in comando) return { tipo: 'ticket', id: comando.ticketId }
  if ('cuentaId' in comando) return { tipo: 'cuenta', id: comando.cuentaId }
  return { tipo: comando.tipo === 'crear_ticket' ? 'ticket' : 'cuenta', id: null }
}

/** The accounts that a decision on this command looks at: the actor's, and those that it names. */
export function accountsOf({ actor, comando }: CommandEnvelope): number[] {
  return [actor.id, ...namedBy(comando)]
}

function namedBy(comando: Command): number[] {
  if (comando.tipo === 'crear_ticket') return comando.solicitanteId === null ? [] : [comando.solicitanteId]
  if (comando.tipo === 'asignar') return comando.a === null ? [] : [comando.a]
  return comando.tipo === 'registrar_historia' ? comando.eventos.flatMap(namedCuentas) : []
}

/** The mail address that a command wants for an account, or null. */
export function emailOf(comando: Command): string | null {
  return 'email' in comando ? comando.email : null
}

/** True for what may take the last admin away: deciding it needs another active one. */
export function needsAdmin({ tipo }: Command): boolean {
  return tipo === 'cambiar_rol' || tipo === 'desactivar_cuenta'
}
