import { describe, expect, test } from 'vitest'
import { type Attribute, canonical, keepAttributes, type Tipo } from '@/io/xes/attributes'
import { attributeXml, escapeXml } from '@/io/xes/export/xml'
import { readInstant } from '@/io/xes/instant'
import { hasFitTexts, isPlainJson } from '@/io/xes/own/texts'
import { XesParser } from '@/io/xes/parser'

// Mutant seen to fail: offsets that are not taken into account.
test.each([
  ['2012-10-09T14:50:17+00:00', '2012-10-09T14:50:17.000Z'],
  ['2012-10-09T14:50:17.123456+02:00', '2012-10-09T12:50:17.123Z'],
  ['2012-10-09T00:10:00-0530', '2012-10-09T05:40:00.000Z'],
  ['2012-12-31T23:30:00,5-01:00', '2013-01-01T00:30:00.500Z'],
  ['2012-10-09T14:50', '2012-10-09T14:50:00.000Z'],
  ['2012-10-09 14:50:17', '2012-10-09T14:50:17.000Z'],
  ['2012-02-29T00:00:00Z', '2012-02-29T00:00:00.000Z'],
  ['2013-02-29T00:00:00Z', null],
  ['2012-10-09T24:00:00Z', null],
  ['2012-10-09T14:50:17+15:00', null],
  ['0000-01-01T00:00:00+01:00', null],
  ['9999-12-31T23:59:59-01:00', null],
  ['2012-10-09', null],
  ['ayer', null],
])('%s is %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant)
})

const attribute = (
  clave: string,
  valor: string,
  tipo: Tipo = 'string',
  hijos: Attribute[] = [],
): Attribute => ({
  clave,
  tipo,
  valor,
  hijos,
})

describe('attributes', () => {
  test('keep every key, also those that are taken or that nothing may be called', () => {
    const kept = keepAttributes([
      attribute('a', '1'),
      attribute('a', '2'),
      attribute('__proto__', '3'),
      attribute('constructor', '4', 'int'),
      attribute('a#2', '5'),
    ])
    expect(kept.atributos).toEqual({
      a: '1',
      'a#2': '2',
      '__proto__#2': '3',
      'constructor#2': { tipo: 'int', valor: '4' },
      'a#2#2': '5',
    })
  })

  test('say the same in any order, but not with another kind, value or nesting', () => {
    const [a, b] = [attribute('a', '1'), attribute('b', '2')]
    expect(canonical([a, b])).toBe(canonical([b, a]))
    const others = [
      [a],
      [attribute('a', '1', 'int'), b],
      [attribute('a', '2'), b],
      [attribute('a', '1', 'string', [b])],
    ]
    expect(new Set([[a, b], ...others].map(canonical)).size).toBe(5)
    const list = (hijos: Attribute[]) => [attribute('l', '', 'list', hijos)]
    expect(canonical(list([a, b]))).not.toBe(canonical(list([b, a])))
  })
})

// Mutant seen to fail: line ends that are written as they are, which a reader may take for spaces.
test('what is written is read as it was', () => {
  const text = 'a<b>&"\'\n\t\r ñ 😀 ]]> &#10; \u2028'
  const parser = new XesParser()
  const log = `<log><trace>${attributeXml('string', text, text)}<event/></trace></log>`
  expect(log).not.toMatch(/[\n\t\r]/)
  const items = [...parser.write(log), ...parser.end()]
  const read = items.flatMap((item) => (item.tipo === 'suceso' ? item.suceso.traza.atributos : []))
  expect(read).toEqual([attribute(text, text)])
  expect(escapeXml('\u0000\ud800')).toBe('\ufffd\ufffd')
})

// Mutant seen to fail: escapes of JSON that are let through to the log.
describe('an export that somebody wrote', () => {
  const creation = (titulo: string, descripcion = '', categoria: string | null = null) =>
    hasFitTexts({
      tipo: 'creacion',
      datos: { solicitanteId: 1, prioridad: 'media', categoria },
      contenido: { titulo, descripcion },
    })

  test('may hold any text that the log may hold, also such as no form would send', () => {
    expect(creation(' dos  espacios ', '', 'c')).toBe(true)
    expect(creation('')).toBe(false)
    expect(creation('x'.repeat(201))).toBe(false)
    expect(creation('x', 'a\u0000')).toBe(false)
    expect(creation('x', 'a\ud800')).toBe(false)
    expect(creation('x', '\u202e')).toBe(false)
    expect(creation('x', '', '')).toBe(false)
  })

  test('holds no half character behind an escape either', () => {
    expect(isPlainJson(JSON.stringify({ a: '😀 \\u0000 \n' }))).toBe(true)
    expect(isPlainJson(JSON.stringify({ a: '\u0000' }))).toBe(false)
    expect(isPlainJson(JSON.stringify({ a: '\ud83d' }))).toBe(false)
    expect(isPlainJson(JSON.stringify({ a: '\\\u0000' }))).toBe(false)
  })
})
