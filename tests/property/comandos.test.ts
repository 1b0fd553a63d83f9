import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CommandResult } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import { ticketCommand } from '../support/arbitraries'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { expectInvariants } from '../support/invariants'
import { expectOf, type Model } from '../support/model'
import { openTestSystem, type TestSystem } from '../support/system'

// Accounts 2 to 7; the last one is deactivated.
const ROLES = ['cliente', 'cliente', 'operador', 'admin', 'auditor', 'operador'] as const

async function people(system: TestSystem): Promise<{ actors: Actor[]; model: Model }> {
  const actors: Actor[] = []
  for (const rol of ROLES) actors.push(await system.person(rol))
  const last = actors.at(-1)
  if (last) await system.dispatch(actors[3] ?? last, { tipo: 'desactivar_cuenta', cuentaId: last.id })
  const cuentas = new Map(
    actors.map((actor, index) => [actor.id, { rol: String(ROLES[index]), activo: actor !== last }]),
  )
  return { actors, model: { cuentas, tickets: new Map() } }
}

const nameOf = (result: CommandResult) =>
  result.estado === 'aceptado' ? 'ok' : result.estado === 'conflicto' ? 'conflicto' : result.rechazo.codigo

const step = fc.record({
  who: fc.nat({ max: ROLES.length - 1 }),
  command: ticketCommand(4, 8),
  /** How far behind the person's page is; null for a caller that saw nothing. */
  behind: fc.option(fc.integer({ min: -1, max: 4 }), { nil: null }),
})
/** Steps that arrive at the same moment, and so share groups. */
const bursts = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 })

describe('any history of commands', () => {
  // Mutants seen to fail: no version guard in interacciones.append; conflictOf always null; mayTouch always true;
  // a chain decided on the loaded row instead of its own; the UPDATE without its EXISTS.
  test(
    'answers each command as the model does, and leaves the log and its projections whole',
    async () => {
      await fc.assert(
        fc.asyncProperty(bursts, async (history) => {
          const system = await openTestSystem()
          try {
            const { actors, model } = await people(system)
            let accepted = (await expectInvariants(system)).length
            for (const burst of history) {
              // Nobody knows a ticket's id before its creation was answered.
              const known = model.tickets.size
              const given = burst.map(({ who, command: drawn, behind }) => {
                const unknown = 'ticketId' in drawn && (drawn.ticketId ?? 0) > known
                const command = unknown ? { ...drawn, ticketId: 999 } : drawn
                const actor = actors[who] ?? actors[0]
                if (!actor) throw new Error('no actor')
                const version =
                  'ticketId' in command
                    ? model.tickets.get(command.ticketId ?? 0)?.historia.length
                    : undefined
                const seen =
                  behind === null || version === undefined || version <= behind ? undefined : version - behind
                return { actor, command, seen }
              })
              const expected = given.map(({ actor, command, seen }) => expectOf(model, actor, command, seen))
              const results = await Promise.all(
                given.map(({ actor, command, seen }) =>
                  system.dispatch(actor, command, { versionVista: seen }),
                ),
              )
              expect(results.map(nameOf)).toEqual(expected.map((e) => (e.ok ? 'ok' : e.es)))
              accepted += expected.reduce((sum, e) => sum + (e.ok ? e.eventos.length : 0), 0)
            }
            const log = await expectInvariants(system)
            expect(log.length, 'a rejected command leaves no trace').toBe(accepted)
            await expectRows(system, model)
          } finally {
            await system.close()
          }
        }),
        fcParams(60),
      )
    },
    FC_TIMEOUT,
  )
})

/** The projected rows are what the model says, not only what the fold says. */
async function expectRows(system: TestSystem, model: Model): Promise<void> {
  const { findTicketQuery } = await import('@projections/tickets/detail')
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
