import { describe, expect, test } from 'vitest'
import { LOCALES, MESSAGES } from '@/i18n/locales'
import { findAll, listSources } from '../support/source'

const shown = listSources(/^(app|src\/components|src\/worker)\/.*\.tsx?$/)
const all = listSources(/^(app|src|projections)\/.*\.tsx?$/)

/** What would be of the machine's language, or of one language only. */
const OFFENCES = {
  'a date or number in the language of the machine':
    /\.toLocale\w*String\(\s*(\)|undefined)|\bnew Intl\.\w+\(\s*(\)|undefined)/,
  'letters by the machine’s alphabet': /\.toLocale(Upper|Lower)Case\(\)/,
  'a number cut to digits by hand': /\.toFixed\(/,
  'a plural by hand': /[!=]==? 1\s*(\?|&&)\s*['"`]|\?\s*['"`](|s|es)['"`]\s*:\s*['"`](|s|es)['"`]/,
} as const

const found = (pattern: RegExp) => findAll(pattern === OFFENCES['a plural by hand'] ? shown : all, pattern)

describe('what people read goes by their language', () => {
  test.each(Object.entries(OFFENCES))('nowhere is there %s', (_, pattern) => {
    expect(shown.length).toBeGreaterThan(100)
    expect(found(pattern)).toEqual([])
  })

  // The pattern of each offence, held against one: a check that finds nothing would pass for ever.
  test('such an offence is found', () => {
    const lines = [
      'value.toLocaleString()',
      'name.toLocaleUpperCase()',
      'seconds.toFixed(1)',
      "'ticket' + (n === 1 ? '' : 's')",
    ]
    const patterns = Object.values(OFFENCES)
    expect(lines.map((line) => patterns.findIndex((pattern) => pattern.test(line)))).toEqual([0, 1, 2, 3])
  })

  test.each(LOCALES)('no message in %s makes do with “(s)”', (locale) => {
    const text = JSON.stringify(MESSAGES[locale])
    expect(text.match(/\p{L}\((s|es|n)\)/gu)).toBeNull()
    // Mutant seen to fail: a `{count, number}` beside a noun in teclado.paleta.total.
    expect(text.match(/\{count, (?!plural)\w+[^}]*\} \p{L}+/gu)).toBeNull()
  })
})
