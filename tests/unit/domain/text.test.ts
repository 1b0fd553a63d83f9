import { expect, test } from 'vitest'
import { isWellFormed, lineText, multilineText } from '@/domain/text'
import { Email } from '@/domain/values'

test('text is normalised before its length is judged', () => {
  expect(lineText(1, 5).parse('  a\u0301\tb\n ')).toBe('á b')
  expect(multilineText(1, 10).parse('a\r\nb\rc\u0000\u0007')).toBe('a\nb\nc')
  expect(lineText(1, 5).safeParse('\u200e\u0000 \n').success).toBe(false)
  expect(lineText(1, 3).safeParse('abcd').success).toBe(false)
})

test('noncharacters and direction overrides are taken out, emoji sequences stay', () => {
  expect(lineText(1, 20).parse('a\ufffe\u202eb\u2066')).toBe('ab')
  expect(lineText(1, 20).parse('👩‍👩‍👧')).toBe('👩‍👩‍👧')
})

test('a lone surrogate is refused, never repaired in silence', () => {
  for (const text of ['\ud800', 'a\udc00b', '\udbff\udbff']) {
    expect(isWellFormed(text)).toBe(false)
    expect(multilineText(1, 10).safeParse(text).error?.issues[0]).toMatchObject({
      code: 'custom',
      params: { motivo: 'unicode' },
    })
  }
  expect(isWellFormed('😀')).toBe(true)
})

test('a mail address is lower case and valid', () => {
  expect(Email.parse(' Ana@Prueba.TEST ')).toBe('ana@prueba.test')
  expect(Email.safeParse('ana@').success).toBe(false)
})
