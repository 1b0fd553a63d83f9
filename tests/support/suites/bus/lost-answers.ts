import { describe, expect, test } from 'vitest'
import { OutcomeUnknown } from '@/commands/types'
import type { Fault } from '../../faults'
import { type BusWorld, comentar, nuevo } from './world'

/** Whatever becomes of an answer, each command is in the log once. */
export function lostAnswers(world: BusWorld): void {
  describe('an answer that does not come', () => {
    const cases: readonly [string, Fault[]][] = [
      ['lost after COMMIT', ['despues']],
      ['lost before anything was written', ['antes']],
      ['lost again and again, then after COMMIT', ['antes', 'ocupado', 'antes', 'despues']],
      ['held up by another process', ['ocupado', 'ocupado', 'ocupado']],
    ]
    for (const [what, faults] of cases) {
      test(`${what}: each command of the group is in the log once`, async () => {
        const bus = world.busWith([...faults])
        const commands = [comentar('a'), comentar('b'), nuevo('Dos'), comentar('c')]
        const results = await Promise.all(
          commands.map((comando) =>
            bus.dispatch({ comandoId: world.system.runtime.newId(), actor: world.operador, comando }),
          ),
        )
        expect(results.map((result) => result.estado)).toEqual([
          'aceptado',
          'aceptado',
          'aceptado',
          'aceptado',
        ])
        const events = await world.ticketEvents()
        expect(events.slice(1).map((row) => [row.ticket_id, row.version])).toEqual([
          [1, 2],
          [1, 3],
          [1, 4],
          [2, 1],
        ])
      })
    }

    test('at all: the caller learns that the outcome is unknown, and the same id settles it', async () => {
      const envelope = {
        comandoId: world.system.runtime.newId(),
        actor: world.operador,
        comando: comentar('Hola'),
      }
      const bus = world.busWith(
        Array.from({ length: 1000 }, () => 'antes' as const),
        50,
      )
      await expect(bus.dispatch(envelope)).rejects.toBeInstanceOf(OutcomeUnknown)
      expect(await world.system.runtime.bus.dispatch(envelope)).toMatchObject({
        estado: 'aceptado',
        version: 2,
      })
      expect(await world.ticketEvents()).toHaveLength(2)
    })
  })
}
