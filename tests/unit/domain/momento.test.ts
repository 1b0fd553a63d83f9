import { describe, expect, test } from 'vitest'
import { localMinute, readMomento } from '@/domain/momento'

const MADRID = 'Europe/Madrid'

describe('a moment that a person writes', () => {
  // Mutant seen to fail: the first millisecond of what is named, instead of its last.
  test.each([
    ['2026-01-15', '2026-01-15T22:59:59.999Z'],
    ['2026-01-15T10:41', '2026-01-15T09:41:59.999Z'],
    ['2026-07-15 10:41', '2026-07-15T08:41:59.999Z'],
    [' 2026-07-15T10:41:07 ', '2026-07-15T08:41:07.999Z'],
    ['2026-07-15T10:41:07.5', '2026-07-15T08:41:07.500Z'],
    ['2026-07-15T10:41:07.123Z', '2026-07-15T10:41:07.123Z'],
    ['2026-07-15T10:41Z', '2026-07-15T10:41:59.999Z'],
    ['2026-07-15T10:41-03:30', '2026-07-15T14:11:59.999Z'],
    ['2024-02-29', '2024-02-29T22:59:59.999Z'],
  ])('%s is the last instant of what it names', (text, instant) => {
    expect(readMomento(text, MADRID)?.hasta).toBe(instant)
  })

  // Mutants seen to fail: no round trip through the calendar; the offset of the wall clock alone, taken once.
  test.each([
    ['when clocks go forward, an hour that is not there is the one after it', '2026-03-29T02:30', '01:30'],
    ['just before clocks go forward', '2026-03-29T01:59', '00:59'],
    ['just after', '2026-03-29T03:00', '01:00'],
    ['when clocks go back, an hour that is there twice is its second time', '2026-10-25T02:30', '01:30'],
    ['just before clocks go back', '2026-10-25T01:59', '23:59'],
  ])('%s', (_, text, utc) => {
    expect(readMomento(text, MADRID)?.hasta).toMatch(new RegExp(`T${utc}:59\\.999Z$`))
  })

  test.each([
    '',
    'ayer',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29T10:00',
    '2026-01-15T24:00',
    '2026-01-15T10:61',
    '2026-01-15Z',
    '15/01/2026',
    '2026-01-15T10:41 ayer',
    '0000-01-01T00:00+14:00',
    '9999-12-31T23:59-14:00',
    `2026-01-15${'0'.repeat(1000)}`,
  ])('«%s» is none', (text) => {
    expect(readMomento(text, MADRID)).toBeNull()
  })
})

test('begins with the first millisecond of what it names', () => {
  expect(readMomento('2026-07-15', MADRID)?.desde).toBe('2026-07-14T22:00:00.000Z')
  expect(readMomento('2026-07-15T10:41:07Z', MADRID)?.desde).toBe('2026-07-15T10:41:07.000Z')
  expect(readMomento('2026-07-15T10:41:07.5Z', MADRID)?.desde).toBe('2026-07-15T10:41:07.500Z')
})

test('an instant goes into a field as the zone’s clocks show it, and comes back as that minute', () => {
  for (const instant of [
    '2026-01-15T23:41:07.123Z',
    '2026-07-15T22:00:00.000Z',
    '2026-10-25T01:30:00.000Z',
  ]) {
    const field = localMinute(instant, MADRID)
    expect(field).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
    const minute = instant.slice(0, 16)
    expect(readMomento(field, MADRID)).toEqual({ desde: `${minute}:00.000Z`, hasta: `${minute}:59.999Z` })
  }
  expect(localMinute('2026-01-15T23:41:07.123Z', MADRID)).toBe('2026-01-16T00:41')
})
