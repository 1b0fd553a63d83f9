import { expect } from 'vitest'
import type { z } from 'zod'
import type { Actor } from '@/domain/actor'
import type { CuentaRef, DecisionContext } from '@/domain/context'
import type { CuentaCommand } from '@/domain/cuenta/commands'
import { decideCuenta } from '@/domain/cuenta/decide'
import type { CuentaEvent } from '@/domain/cuenta/events'
import { evolveCuenta } from '@/domain/cuenta/evolve'
import type { CuentaState } from '@/domain/cuenta/state'
import type { DomainEvent } from '@/domain/events'
import type { Decision, RejectionCode } from '@/domain/rejections'
import { TicketCommand } from '@/domain/ticket/commands'
import { decideTicket } from '@/domain/ticket/decide'
import type { TicketEvent } from '@/domain/ticket/events'
import { evolve } from '@/domain/ticket/evolve'
import type { TicketState } from '@/domain/ticket/state'

export const AHORA = '2026-03-01T10:00:00.000Z'

export const CLIENTE: Actor = { tipo: 'persona', id: 10, rol: 'cliente' }
export const OTRO_CLIENTE: Actor = { tipo: 'persona', id: 11, rol: 'cliente' }
export const OPERADOR: Actor = { tipo: 'persona', id: 20, rol: 'operador' }
export const ADMIN: Actor = { tipo: 'persona', id: 30, rol: 'admin' }

const cuenta = (id: number, rol: CuentaRef['rol'], activo = true): CuentaRef => ({
  id,
  rol,
  activo,
  nombre: `cuenta ${id}`,
  idioma: 'es',
  email: `c${id}@prueba.test`,
})

/** The accounts of the histories: 21 is a deactivated operator, 12 a deactivated client. */
const CUENTAS = [
  cuenta(10, 'cliente'),
  cuenta(11, 'cliente'),
  cuenta(12, 'cliente', false),
  cuenta(20, 'operador'),
  cuenta(21, 'operador', false),
  cuenta(30, 'admin'),
  cuenta(40, 'auditor'),
]

/** What surrounds a decision, where a history does not say otherwise. */
export function context(actor: Actor, rest: Partial<DecisionContext> = {}): DecisionContext {
  const cuentas = new Map(CUENTAS.map((row) => [row.id, row]))
  return { actor, ahora: AHORA, cuentas, cuentaDeEmail: null, otroAdmin: null, ...rest }
}

interface Outcome<E extends DomainEvent> {
  /** The events, exactly, that the command comes to. */
  accepts(...events: readonly E[]): void
  /** The rejection's code, and its facts where they are given. */
  rejects(codigo: RejectionCode, hechos?: object): void
}

function outcome<E extends DomainEvent>(decision: Decision<E>): Outcome<E> {
  return {
    accepts: (...events) => expect(decision).toEqual({ ok: true, eventos: events }),
    rejects(codigo, hechos) {
      expect(decision).toMatchObject({ ok: false, rechazo: { codigo, ...(hechos ? { hechos } : {}) } })
    },
  }
}

/** A ticket's history: `given(creado()).by(OPERADOR).when({ tipo: 'comentar', … }).accepts(…)`. */
export function given(...events: readonly TicketEvent[]) {
  const state = events.reduce<TicketState | null>(
    (folded, event) => evolve(folded, event, event.fecha ?? AHORA),
    null,
  )
  return {
    state,
    by: (actor: Actor, rest?: Partial<DecisionContext>) => ({
      when: (command: z.input<typeof TicketCommand>) =>
        outcome(decideTicket(state, TicketCommand.parse(command), context(actor, rest))),
    }),
  }
}

/** An account's history, of account 30 unless said otherwise. */
export function givenCuenta(...events: readonly CuentaEvent[]) {
  const state = events.reduce<CuentaState | null>((folded, event) => evolveCuenta(folded, event, 30), null)
  return {
    state,
    by: (actor: Actor, rest?: Partial<DecisionContext>) => ({
      when: (command: CuentaCommand) => outcome(decideCuenta(state, command, context(actor, rest))),
    }),
  }
}

/** The creation of a ticket of client 10. */
export function creado(): TicketEvent {
  return {
    tipo: 'creacion',
    datos: { solicitanteId: 10, prioridad: 'media', categoria: null },
    contenido: { titulo: 'No imprime', descripcion: 'La impresora no responde.' },
  }
}

/** A change of state, with the closing as the one event that closes. */
export function pasado(de: TicketState['estado'], a: TicketState['estado']): TicketEvent {
  return a === 'cerrado'
    ? { tipo: 'cierre', datos: { de, motivo: 'resuelto' }, fecha: AHORA }
    : { tipo: 'cambio_estado', datos: { de, a } }
}

/** The creation of account 30. */
export function alta(rol: CuentaState['rol'], activo = true): CuentaEvent {
  return { tipo: 'alta_cuenta', datos: { rol, activo }, contenido: { email: 'a@prueba.test', nombre: 'Ana' } }
}
