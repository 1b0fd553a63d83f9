import type { Alcance } from './cuenta/token'
import type { Estado, Rol } from './values'

/** The facts that a UI needs to explain each rejection. Codes are stable: they are part of the API. */
export interface RejectionFacts {
  TICKET_NO_ENCONTRADO: { ticketId: number | null }
  TICKET_CERRADO: { desde: string | null }
  TICKET_NO_CERRADO: { estado: Estado }
  TRANSICION_NO_PERMITIDA: { de: Estado; a: Estado; permitidas: readonly Estado[] }
  SIN_CAMBIOS: { campo: string }
  SIN_PERMISO: { comando: string; rol: Rol | null }
  CUENTA_NO_ENCONTRADA: { cuentaId: number }
  CUENTA_INACTIVA: { cuentaId: number; nombre: string }
  CUENTA_ACTIVA: { cuentaId: number; nombre: string }
  AGENTE_NO_VALIDO: { cuentaId: number; nombre: string; rol: Rol }
  SOLICITANTE_NO_VALIDO: { cuentaId: number; nombre: string }
  EMAIL_EN_USO: { email: string }
  ULTIMO_ADMIN: { cuentaId: number }
  CUENTA_DEL_SISTEMA: { cuentaId: number }
  CONTRASENA_ACTUAL_INCORRECTA: Record<never, never>
  VERSION_DESCONOCIDA: { vista: number; actual: number }
  COMANDO_REUTILIZADO: { comandoId: string }
  ALCANCE_NO_PERMITIDO: { alcances: readonly Alcance[]; rol: Rol }
  OCUPADO: Record<never, never>
}

export type RejectionCode = keyof RejectionFacts

/** A business rejection: a value, never an exception. */
export type Rejection = {
  [C in RejectionCode]: { readonly codigo: C; readonly hechos: RejectionFacts[C] }
}[RejectionCode]

/** What a command comes to: the events to append, or why not. */
export type Decision<E> =
  | { readonly ok: true; readonly eventos: readonly [E, ...E[]] }
  | { readonly ok: false; readonly rechazo: Rejection }

/** Accepts with one event or more. */
export function accept<E>(first: E, ...rest: readonly E[]): Decision<E> {
  return { ok: true, eventos: [first, ...rest] }
}

/** Rejects with a code and its facts. */
export function reject<C extends RejectionCode>(
  codigo: C,
  hechos: RejectionFacts[C],
): { ok: false; rechazo: Rejection } {
  // The map above pairs each code with its facts; TypeScript can't follow that through a generic.
  return { ok: false, rechazo: { codigo, hechos } as Rejection }
}
