import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Deed } from '../support/caches/deeds'
import { MUTANTS } from '../support/caches/mutants'
import type { Luck, Mutant } from '../support/caches/toy-redis'
import { ToyWorld } from '../support/caches/toy-world'
import { FC_TIMEOUT, fcParams } from '../support/fc'

const DEEDS: readonly fc.WeightedArbitrary<Deed>[] = [
  { weight: 6, arbitrary: fc.constantFrom<Deed>('leer', 'leer', 'leer_cuenta') },
  { weight: 4, arbitrary: fc.constantFrom<Deed>('escribir', 'escribir', 'renombrar') },
  { weight: 3, arbitrary: fc.constant('seguir') },
  { weight: 2, arbitrary: fc.constantFrom<Deed>('desalojar', 'desalojar_cuenta', 'perder_estado') },
  { weight: 1, arbitrary: fc.constantFrom<Deed>('vaciar', 'llenar', 'esperar') },
]
const peopleOf = (deed: fc.Arbitrary<Deed>) =>
  fc.array(fc.array(deed, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 4 })
const Fortune = fc.infiniteStream(
  fc.oneof(
    { weight: 12, arbitrary: fc.constant<Luck>('bien') },
    { weight: 1, arbitrary: fc.constantFrom<Luck>('sin_llegar', 'sin_respuesta') },
  ),
)

/** A history under one schedule; then, with all faults gone, the log is followed to its end. */
function history(mutant: Mutant | null) {
  const people = peopleOf(mutant ? fc.constantFrom(...mutant.deeds) : fc.oneof(...DEEDS))
  return fc.asyncProperty(people, Fortune, fc.scheduler(), async (people, fortune, scheduler) => {
    let calm = false
    const turn = (label: string) => scheduler.schedule(Promise.resolve(), label)
    const luck = (): Luck => {
      const drawn = calm ? null : fortune.next()
      return drawn === null || drawn.done === true ? 'bien' : drawn.value
    }
    const world = new ToyWorld(turn, luck, mutant)
    const lives = [['seguir', 'leer'] as const, ...people].map((deeds) => world.live(deeds))
    await scheduler.waitFor(Promise.all(lives))
    calm = true
    world.calm()
    const after = (async () => {
      const followed = await world.follow()
      await world.live(['leer', 'leer_cuenta', 'leer', 'leer_cuenta'])
      return followed
    })()
    await scheduler.waitFor(after)
    expect(world.broken).toEqual([])
    expect(await after).toBe(true)
  })
}

describe('the read caches, whatever Redis does and in whatever order things happen', () => {
  test('never show less than a raised floor, the followed log, or what the same person wrote', {
    timeout: FC_TIMEOUT,
  }, async () => {
    await fc.assert(history(null), fcParams(400))
  })

  // Each of them seen to fail here: the property notices every design that loses a race.
  test.each(MUTANTS)('notice $name', { timeout: FC_TIMEOUT }, async (mutant) => {
    const { failed } = await fc.check(history(mutant), { ...fcParams(1000), endOnFailure: true })
    expect(failed).toBe(true)
  })
})
