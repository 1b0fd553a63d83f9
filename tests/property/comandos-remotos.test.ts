import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommandResult } from '@/commands/types'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { bursts, dispatchAll, expectRows, type Given, givenBy, people } from '../support/history'
import { CALM, EVERY_FAULT, queuedFaults } from '../support/hrana/faults'
import { expectInvariants, type LogRow } from '../support/invariants'
import { expectOf, type Model } from '../support/model'
import { openTestSystem } from '../support/system'

const fault = fc.option(fc.constantFrom(...EVERY_FAULT), { nil: null, freq: 2 })
/** What befalls the requests of a burst, in their order; calm after that. */
const faults = fc.array(fc.array(fault, { maxLength: 6 }), { minLength: 1, maxLength: 10 })

/** A lost answer may let a burst's commands in one by one, in any order: the log's is the one that counts. */
function expectAccepted(model: Model, given: readonly Given[], results: readonly CommandResult[]): number {
  const accepted = results
    .flatMap((result, i) => (result.estado === 'aceptado' ? [{ result, given: given[i] }] : []))
    .sort((a, b) => a.result.posicion - b.result.posicion)
  let events = 0
  for (const { result, given: command } of accepted) {
    if (!command) throw new Error('an answer without its command')
    const expected = expectOf(model, command.actor, command.command, command.seen)
    if (!expected.ok) throw new Error(`${command.command.tipo} was accepted, and is ${expected.es}`)
    expect(result.version).toBe(model.tickets.get(result.sujeto.id)?.historia.length)
    events += expected.eventos.length
  }
  return events
}

/** Each acknowledged command stands where its answer says, and nowhere else; the others left no trace. */
function expectOnce(log: readonly LogRow[], results: readonly CommandResult[]): void {
  const ids = new Set<string>()
  for (const result of results) {
    if (result.estado !== 'aceptado') continue
    const rows = log.filter((row) => row.comando_id === result.comandoId)
    expect(rows.at(-1)).toMatchObject({ id: result.posicion, version: result.version })
    expect(rows.map((row) => row.id - result.posicion)).toEqual(rows.map((_, i) => i - rows.length + 1))
    expect(ids.has(result.comandoId)).toBe(false)
    ids.add(result.comandoId)
  }
}

// Mutants seen to fail: the projections’ UPDATE without its guards; no look-up by comando_id at the load.
test(
  'whatever becomes of the answers of a remote database, each acknowledged command is in the log once',
  async () => {
    await fc.assert(
      fc.asyncProperty(bursts, faults, async (history, plans) => {
        const system = await openTestSystem({ remote: true })
        try {
          const { actors, model } = await people(system)
          let events = (await expectInvariants(system)).length
          const results: CommandResult[] = []
          for (const [i, burst] of history.entries()) {
            const given = givenBy(actors, model, burst)
            system.server?.inject(queuedFaults(plans[i % plans.length] ?? []))
            const answers = await dispatchAll(system, given)
            events += expectAccepted(model, given, answers)
            results.push(...answers)
          }
          system.server?.inject(CALM)
          const log = await expectInvariants(system)
          expect(log.length, 'a rejected command leaves no trace').toBe(events)
          expectOnce(log, results)
          await expectRows(system, model)
        } finally {
          await system.close()
        }
      }),
      fcParams(20),
    )
  },
  FC_TIMEOUT,
)
