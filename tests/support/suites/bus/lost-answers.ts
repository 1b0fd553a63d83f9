import { describe, expect, test } from 'vitest'
import type { Appended } from '@/commands/appended'
import { createCommandBus } from '@/commands/bus'
import { type CommandResult, OutcomeUnknown } from '@/commands/types'
import { createUlids } from '@/events/ids'
import { createRuntime } from '@/runtime'
import { type Fault, interrupted } from '../../faults'
import { type BusWorld, comentar, nuevo } from './world'

/** Every event of the accepted commands was told of, once, and nothing else. */
function expectTold(told: readonly Appended[], results: readonly CommandResult[]): void {
  const positions = told.flatMap(({ primera, ultima }) =>
    Array.from({ length: ultima - primera + 1 }, (_, index) => primera + index),
  )
  const accepted = results.map((result) => (result.estado === 'aceptado' ? result.posicion : 0))
  const ascending = (one: number, other: number) => one - other
  expect(positions.toSorted(ascending)).toEqual(accepted.toSorted(ascending))
  for (const result of results) {
    if (result.estado !== 'aceptado') continue
    const { tipo, id } = result.sujeto
    const streams = told.flatMap(({ flujos }) => flujos.filter((one) => one.tipo === tipo && one.id === id))
    expect(Math.max(...streams.map(({ version }) => version))).toBeGreaterThanOrEqual(result.version)
  }
}

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
        const told: Appended[] = []
        const bus = world.busWith([...faults], { onAppended: (one) => void told.push(one) })
        const commands = [comentar('a'), comentar('b'), nuevo('Dos'), comentar('c')]
        const results = await Promise.all(
          commands.map((comando) =>
            bus.dispatch({ comandoId: world.system.runtime.newId(), actor: world.operador, comando }),
          ),
        )
        for (const result of results) expect(result).toMatchObject({ estado: 'aceptado', repetido: false })
        expectTold(told, results)
        const events = await world.ticketEvents()
        expect(events.slice(1).map((row) => [row.ticket_id, row.version])).toEqual([
          [1, 2],
          [1, 3],
          [1, 4],
          [2, 1],
        ])
      })
    }

    // Mutants seen to fail: what was found is a repetition, as it was; nobody told of it.
    test('in part, for another process moved one stream on: the rest is answered as the first time, and told of', async () => {
      const other = await createRuntime(world.system.config)
      let done = false
      const between = async () => {
        if (done) return
        done = true
        const envelope = { actor: world.cliente, comando: comentar('Antes') }
        await other.bus.dispatch({ comandoId: other.newId(), ...envelope })
      }
      const told: Appended[] = []
      const bus = createCommandBus({
        db: interrupted(world.system.runtime.db.as('api_server'), between),
        now: Date.now,
        newId: createUlids(),
        onAppended: (one) => void told.push(one),
      })
      const results = await Promise.all(
        [comentar('a'), nuevo('Dos'), comentar('b'), nuevo('Tres')].map((comando) =>
          bus.dispatch({ comandoId: world.system.runtime.newId(), actor: world.operador, comando }),
        ),
      )
      await other.close()
      for (const result of results) expect(result).toMatchObject({ estado: 'aceptado', repetido: false })
      expectTold(told, results)
      expect((await world.ticketEvents()).map((row) => [row.ticket_id, row.version])).toEqual([
        [1, 1],
        [1, 2],
        [2, 1],
        [3, 1],
        [1, 3],
        [1, 4],
      ])
    })

    // Mutant seen to fail: whatever was sent once is no repetition.
    test('while another process is given the same command: one of them did it, the other says so', async () => {
      const other = await createRuntime(world.system.config)
      const envelope = { comandoId: other.newId(), actor: world.cliente, comando: comentar('Hola') }
      const answers: CommandResult[] = []
      const told: Appended[] = []
      const lost = {
        ...world.system.runtime.db.as('api_server'),
        batch: async (): Promise<never> => {
          answers.push(await other.bus.dispatch(envelope))
          throw new TypeError('fetch failed')
        },
      }
      const onAppended = (one: Appended) => void told.push(one)
      const bus = createCommandBus({ db: lost, now: Date.now, newId: createUlids(), onAppended })
      const [first] = [await bus.dispatch(envelope), await other.close()]
      expect(answers).toMatchObject([{ estado: 'aceptado', repetido: false }])
      expect(first).toEqual({ ...answers[0], repetido: true })
      expect(told).toEqual([])
    })

    test('at all: the caller learns that the outcome is unknown, and the same id settles it', async () => {
      const envelope = {
        comandoId: world.system.runtime.newId(),
        actor: world.operador,
        comando: comentar('Hola'),
      }
      const bus = world.busWith(
        Array.from({ length: 1000 }, () => 'antes' as const),
        { patience: 50 },
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
