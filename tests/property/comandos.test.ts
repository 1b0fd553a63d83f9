import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { bursts, dispatchAll, expectRows, givenBy, nameOf, people } from '../support/history'
import { expectInvariants } from '../support/invariants'
import { expectOf } from '../support/model'
import { openTestSystem } from '../support/system'

describe('any history of commands', () => {
  // Mutants seen to fail: conflictOf always null; mayTouch always true; a chain decided on the loaded row and not on
  // its own. That a note never stands against a client is too rare here: tests/unit/commands/plan.test.ts shows it.
  for (const { database, remote, runs } of [
    { database: 'a file', remote: false, runs: 60 },
    { database: 'a remote database', remote: true, runs: 8 },
  ]) {
    test(
      `on ${database}: each command is answered as the model does, and the log and its projections stay whole`,
      async () => {
        await fc.assert(
          fc.asyncProperty(bursts, async (history) => {
            const system = await openTestSystem({ remote })
            try {
              const { actors, model } = await people(system)
              let accepted = (await expectInvariants(system)).length
              for (const burst of history) {
                const given = givenBy(actors, model, burst)
                const expected = given.map(({ actor, command, seen }) =>
                  expectOf(model, actor, command, seen),
                )
                const results = await dispatchAll(system, given)
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
          fcParams(runs),
        )
      },
      FC_TIMEOUT,
    )
  }
})
