import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { withBreaker } from '@/redis/breaker'
import { RedisReplyError, RedisUnavailable } from '@/redis/reply'
import { fcParams } from '../support/fc'
import { handRequester } from '../support/redis/hand'

const OPTIONS = { failures: 3, openFor: { least: 100, most: 700 } }

type Ending = 'answer' | 'refusal' | 'silence'
type Step =
  | { readonly do: 'send' }
  | { readonly do: 'end'; readonly which: number; readonly how: Ending }
  | { readonly do: 'wait'; readonly milliseconds: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'send' as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      which: fc.nat({ max: 5 }),
      how: fc.constantFrom<Ending[]>('answer', 'refusal', 'silence', 'silence'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(1, 50, 99, 100, 200, 400, 700, 5000),
    }),
  },
)

const OUTCOMES: Readonly<Record<Ending, () => Error | { result: string }>> = {
  answer: () => ({ result: 'x' }),
  refusal: () => new RedisReplyError('OOM'),
  silence: () => new RedisUnavailable('no answer'),
}

/** The circuit as a table of what may follow what, kept apart from the code. */
class Model {
  state: 'cerrado' | 'abierto' | 'a_prueba' = 'cerrado'
  since = 0
  row = 0
  rest = OPTIONS.openFor.least
  era = 0
  passes(now: number): boolean {
    if (this.state === 'cerrado') return true
    if (now - this.since < this.rest) return false
    if (this.state === 'a_prueba') this.longer()
    this.turn('a_prueba', now)
    return true
  }
  ended(era: number, how: Ending, now: number): void {
    if (era !== this.era) return
    if (how !== 'silence') {
      this.row = 0
      this.rest = OPTIONS.openFor.least
      if (this.state === 'a_prueba') this.turn('cerrado', now)
      return
    }
    this.row += 1
    if (this.state === 'a_prueba') this.longer()
    if (this.state === 'a_prueba' || this.row === OPTIONS.failures) this.turn('abierto', now)
  }
  private longer(): void {
    this.rest = Math.min(this.rest * 2, OPTIONS.openFor.most)
  }
  private turn(to: Model['state'], now: number): void {
    this.state = to
    this.since = now
    this.era += 1
  }
}

// Mutants seen to fail: `>` for `>=` at the end of a pause; the pause not reset by a success; late outcomes counted.
test('a circuit lets pass, refuses and turns as its table says, in every order of sending and ending', async () => {
  const history = fc.array(step, { minLength: 1, maxLength: 80, size: 'max' })
  const asTheTable = fc.asyncProperty(history, async (steps) => {
    let now = 0
    const hand = handRequester()
    const breaker = withBreaker(hand, { now: () => now, ...OPTIONS })
    const model = new Model()
    const flying: { readonly at: number; readonly era: number; readonly done: Promise<unknown> }[] = []
    for (const one of steps) {
      if (one.do === 'wait') now += one.milliseconds
      if (one.do === 'send') {
        const sent = hand.waiting.length
        const done = breaker.request({ body: ['PING'] }).catch((error: unknown) => error)
        const passed = model.passes(now)
        expect(hand.waiting.length - sent).toBe(passed ? 1 : 0)
        if (passed) flying.push({ at: sent, era: model.era, done })
        else expect(await done).toBeInstanceOf(RedisUnavailable)
      }
      const [ending] = one.do === 'end' ? flying.splice(one.which, 1) : []
      if (one.do === 'end' && ending) {
        hand.waiting[ending.at]?.(OUTCOMES[one.how]())
        await ending.done
        model.ended(ending.era, one.how, now)
      }
      expect(breaker.state.circuito).toBe(model.state)
    }
  })
  await fc.assert(asTheTable, fcParams(500))
})
