import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import ReactMarkdown from 'react-markdown'
import remarkBreaks from 'remark-breaks'
import remarkGfm from 'remark-gfm'
import { describe, expect, test } from 'vitest'
import { Markdown } from '@/components/ui/markdown'
import { isPlain } from '@/components/ui/plain-text'

/** What the long way makes of a text, without what means nothing between blocks. */
const parsed = (text: string) =>
  renderToStaticMarkup(
    <ReactMarkdown remarkPlugins={[remarkGfm, remarkBreaks]}>{text}</ReactMarkdown>,
  ).replaceAll('</p>\n<p>', '</p><p>')

const short = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} />)
    .replace(/^<div[^>]*>/, '')
    .replace(/<\/div>$/, '')

// Pieces that mean something to Markdown at a line's start or within it, and words.
const piece = fc.constantFrom(
  ...['a', 'Hola', 'día', '3', '12.', '1)', '7', ' ', '  ', '\n', '\n', '\n\n', '\n\n\n', '-', '+', '=', ':'],
  ...[
    '---',
    '===',
    '*',
    '_',
    '`',
    '#',
    '>',
    '|',
    '<b>',
    '&amp;',
    '[x]',
    '(y)',
    '!',
    '\\',
    '~~',
    '"',
    '.',
    ',',
  ],
  ...[
    'http://a.b',
    'www.a.es',
    'WWW.a.es',
    'a@b.es',
    '\t',
    '\u00a0',
    '\u2028',
    '¿Qué?',
    '🖨️',
    'https:',
    '//',
    '\r\n',
  ],
)
const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''))

describe('a text without a mark of Markdown', () => {
  // Mutants seen to fail: MARKS without `@`, without `www\.`; LINE_MARKS without `\d{1,9}[.)]`, without `-+=`.
  test('looks the same the short way as the long way', () => {
    let plain = 0
    fc.assert(
      fc.property(text, (value) => {
        if (!isPlain(value)) return
        plain++
        expect(short(value)).toBe(parsed(value))
      }),
      { seed: 4103, numRuns: 2500 },
    )
    expect(plain).toBeGreaterThan(200)
  })

  test('is most of what people write', () => {
    for (const value of [
      'Hola, gracias por avisar.',
      'Dos líneas:\nla segunda (con paréntesis).\n\nY otro párrafo, a las 10:30; ¿vale?',
      '3 de los 5 equipos fallan',
    ])
      expect(isPlain(value)).toBe(true)
    for (const value of [
      '**no**',
      '- lista',
      '1. lista',
      'mira www.a.es',
      'a@b.es',
      '    código',
      'a\n===',
      '',
    ])
      expect(isPlain(value) && value !== '').toBe(false)
  })

  test('is parsed once where it has marks, and looks the same each time', () => {
    const value = '**uno** y `dos`'
    expect(short(value)).toBe(short(value))
    expect(short(value)).toContain('<strong>uno</strong>')
  })
})
