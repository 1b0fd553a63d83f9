import { describe, expect, test } from 'vitest'
import { type AlertState, judge, stepAlert } from '@/metrics/advice/judge'
import { RULE_IDS, RULES } from '@/metrics/advice/rules'

const lower = { mejor: 'menor', bueno: 50, malo: 200, durante: 60_000 } as const
const higher = { mejor: 'mayor', bueno: 90, malo: 70, durante: 60_000 } as const

describe('a threshold', () => {
  test('is good, to be watched or bad, whichever way is better', () => {
    expect([49, 50, 200, 201].map((value) => judge(lower, value))).toEqual([
      'bueno',
      'vigilar',
      'vigilar',
      'malo',
    ])
    expect([91, 90, 70, 69].map((value) => judge(higher, value))).toEqual([
      'bueno',
      'vigilar',
      'vigilar',
      'malo',
    ])
    expect(judge(lower, null)).toBe('sin_datos')
  })

  test('has its bounds the right way round, and each id one row', () => {
    for (const { id, mejor, bueno, malo } of RULES)
      expect({ id, right: mejor === 'menor' ? bueno <= malo : bueno >= malo }).toEqual({ id, right: true })
    expect(RULES.map(({ id }) => id)).toEqual([...RULE_IDS])
  })
})

function run(rule: Parameters<typeof stepAlert>[0], values: readonly (number | null)[], every = 30_000) {
  let state: AlertState | null = null
  return values.map((value, index) => {
    state = stepAlert(rule, state, value, index * every)
    return state.activa
  })
}

describe('an alert', () => {
  test('begins after the value has been bad for long enough', () => {
    expect(run(lower, [300, 300, 300, 300])).toEqual([false, false, true, true])
    expect(run(higher, [10, 10, 10])).toEqual([false, false, true])
    expect(run({ ...lower, durante: 0 }, [300])).toEqual([true])
  })

  // Mutant seen to fail: `since` kept when the value is good again in between.
  test('does not begin with single bad values', () => {
    expect(run(lower, [300, 100, 300, 100, 300, 100])).not.toContain(true)
    expect(run(lower, [300, 300, null, 300, 300])).not.toContain(true)
  })

  // Mutant seen to fail: MARGIN 0.
  test('does not end while the value moves about its threshold, but where it is clearly better', () => {
    const about = [300, 300, 300, 195, 195, 195, 205, 195, 195, 195]
    expect(run(lower, about).slice(2)).toEqual(about.slice(2).map(() => true))
    expect(run(lower, [300, 300, 300, 170, 170, 170]).slice(2)).toEqual([true, true, true, false])
    expect(run(higher, [10, 10, 10, 74, 74, 74, 80, 80, 80]).slice(2)).toEqual([
      true,
      true,
      true,
      true,
      true,
      true,
      false,
    ])
  })
})
