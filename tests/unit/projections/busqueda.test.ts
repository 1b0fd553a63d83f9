import { openWord, searchExpression } from '@projections/busqueda/expression'
import { describe, expect, test } from 'vitest'

describe('what a person types', () => {
  for (const [typed, expression] of [
    ['impresora', '"impresora"*'],
    ['no imprime', '"no" "imprime"*'],
    ['no imprime ', '"no" "imprime"'],
    ['"no imprime" hoja', '"no imprime" "hoja"*'],
    ['"no imprime"', '"no imprime"'],
    ['toner-negro', '"toner negro"*'],
    ['NEAR(a b) OR c', '"NEAR a" "b" "OR" "c"*'],
    ['acceso:c7', '"acceso c7"*'],
    ['titulo : x*', '"titulo" "x"*'],
    ['sin "cerrar', '"sin" "cerrar"*'],
    ['correo@prueba.test', '"correo prueba test"*'],
    ['ñandú 100 %', '"ñandú" "100"*'],
  ] as const) {
    test(`${typed} looks for ${expression}`, () => expect(searchExpression(typed)).toBe(expression))
  }

  test('of signs alone looks for nothing', () => {
    for (const typed of ['', '   ', '"', '""', '* - ( ) : ^', "';--"])
      expect(searchExpression(typed)).toBeNull()
  })

  test('in too many words is cut off', () => {
    expect(
      searchExpression(Array.from({ length: 100 }, (_, n) => `p${n}`).join(' '))?.split(' '),
    ).toHaveLength(12)
  })
})

describe('the word that is still being typed', () => {
  for (const [typed, word] of [
    ['la Impresión', 'impresion'],
    ['impre', 'impre'],
    ['imp', null],
    ['impresora ', null],
    ['"impresora"', null],
    ['"cable" impre', 'impre'],
    ['cable-impre', null],
    ['', null],
  ] as const)
    test(`of ${JSON.stringify(typed)} is ${word ?? 'none'}`, () => {
      expect(openWord(typed)).toBe(word)
    })

  test('is looked for as the words that begin so, where they are known', () => {
    expect(searchExpression('impre', ['impreso', 'impresora'])).toBe('("impreso" OR "impresora")')
    expect(searchExpression('"cable de red" no impre', ['impresora'])).toBe(
      '"cable de red" "no" AND ("impresora")',
    )
    expect(searchExpression('impresora ', ['nada'])).toBe('"impresora"')
  })
})
