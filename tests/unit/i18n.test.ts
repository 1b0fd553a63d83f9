import { describe, expect, test } from 'vitest'
import { LOCALES, MESSAGES } from '@/i18n/locales'

/** Every message of a tree by its dotted key. */
function flatten(node: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null
        ? [...flatten(value, `${prefix}${key}.`)]
        : [[`${prefix}${key}`, String(value)] as const],
    ),
  )
}

/** The names between braces, with their kind where it is told: `{hora}`, `{minutos, plural`. */
function placeholders(message: string): string[] {
  const found = [...message.matchAll(/\{\s*(\w+)\s*(?:,\s*(\w+))?(?=\s*[,}])/g)]
  return [...new Set(found.map(([, name, kind]) => `${name ?? ''} ${kind ?? ''}`.trim()))].sort()
}

const byLocale = LOCALES.map((locale) => ({ locale, messages: flatten(MESSAGES[locale]) }))
const allKeys = [...new Set(byLocale.flatMap(({ messages }) => [...messages.keys()]))].sort()

describe.each(byLocale)('the messages in $locale', ({ messages }) => {
  test('lack no key that another language has', () => {
    expect(allKeys.filter((key) => !messages.has(key))).toEqual([])
  })

  test('are never empty', () => {
    expect([...messages].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
  })

  test('take the same arguments as in every other language', () => {
    const different = byLocale.flatMap((other) =>
      [...messages].filter(([key, text]) => {
        const there = other.messages.get(key)
        return there !== undefined && placeholders(text).join() !== placeholders(there).join()
      }),
    )
    expect(different.map(([key]) => key)).toEqual([])
  })
})

// The mutant: any key of sesion.json renamed in one language fails two tests here, in both directions.
test('a key that one language lacks is found', () => {
  const es = flatten({ a: { b: 'x', c: 'y' } })
  const en = flatten({ a: { b: 'x' } })
  expect([...es.keys()].filter((key) => !en.has(key))).toEqual(['a.c'])
})
