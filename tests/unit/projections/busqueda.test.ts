import { searchExpression } from '@projections/busqueda/expression'
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
