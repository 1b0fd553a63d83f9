import { findTicketQuery } from '@projections/tickets/detail'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { CommandResult } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'
import { ticketCommand } from './arbitraries'
import type { Model } from './model'
import type { TestSystem } from './system'

// Accounts 2 to 7; the last one is deactivated.
const ROLES = ['cliente', 'cliente', 'operador', 'admin', 'auditor', 'operador'] as const

const step = fc.record({
  who: fc.nat({ max: ROLES.length - 1 }),
  command: ticketCommand(2, 8),
  /** How far behind the person's page is; null for a caller that saw nothing. */
  behind: fc.option(fc.integer({ min: -1, max: 4 }), { nil: null }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Histories: steps that arrive at the same moment, and so share groups, one such burst after another. */
export const bursts = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), {
  minLength: 1,
  maxLength: 10,
})

/** The accounts that give the steps' commands, and the model that knows them. */
export async function people(system: TestSystem): Promise<{ actors: Actor[]; model: Model }> {
  const actors: Actor[] = []
  for (const rol of ROLES) actors.push(await system.person(rol))
  const last = actors.at(-1)
  if (last) await system.dispatch(actors[3] ?? last, { tipo: 'desactivar_cuenta', cuentaId: last.id })
  const cuentas = new Map(
    actors.map((actor, index) => [actor.id, { rol: String(ROLES[index]), activo: actor !== last }]),
  )
  return { actors, model: { cuentas, tickets: new Map() } }
}

/** A command as it is given: by whom, and what they had seen. */
export interface Given {
  readonly actor: Actor
  readonly command: Command
  readonly seen: number | undefined
}

/** A burst's steps as commands, on what the model knows before it. */
export function givenBy(actors: readonly Actor[], model: Model, burst: readonly Step[]): Given[] {
  // Nobody knows a ticket's id before its creation was answered.
  const known = model.tickets.size
  return burst.map(({ who, command: drawn, behind }) => {
    const unknown = 'ticketId' in drawn && (drawn.ticketId ?? 0) > known
    const command = unknown ? { ...drawn, ticketId: 999 } : drawn
    const actor = actors[who] ?? actors[0]
    if (!actor) throw new Error('no actor')
    const version =
      'ticketId' in command ? model.tickets.get(command.ticketId ?? 0)?.historia.length : undefined
    const seen = behind === null || version === undefined || version <= behind ? undefined : version - behind
    return { actor, command, seen }
  })
}

/** Gives a burst's commands at once. */
export async function dispatchAll(system: TestSystem, given: readonly Given[]): Promise<CommandResult[]> {
  return await Promise.all(
    given.map(({ actor, command, seen }) => system.dispatch(actor, command, { versionVista: seen })),
  )
}

/** What came of a command: `ok`, `conflicto`, or the rejection's code. */
export function nameOf(result: CommandResult): string {
  if (result.estado === 'aceptado') return 'ok'
  return result.estado === 'conflicto' ? 'conflicto' : result.rechazo.codigo
}

/** The projected rows are what the model says, not only what the fold says. */
export async function expectRows(system: TestSystem, model: Model): Promise<void> {
  const viewer = { id: 5, rol: 'admin' } as const
  for (const [id, ticket] of model.tickets) {
    const row = await findTicketQuery(system.runtime.db.as('api_server'), viewer, id)
    const { historia, cliente, asignado, ...facts } = ticket
    expect(row).toMatchObject({
      ...facts,
      solicitanteId: cliente,
      asignadoA: asignado,
      version: historia.length,
    })
  }
}
