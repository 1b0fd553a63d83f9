import { describe, expect, test } from 'vitest'
import { sealFailure } from '@/cli/audit-support'
import { table } from '@/cli/output'
import { describeFailure } from '@/cli/xes-problems'
import { TreeContradicted } from '@/events/seals/sealer'
import { XesFailure } from '@/io/xes/failure'
import { XesParser } from '@/io/xes/parser'
import { runCli } from '../../support/cli'

describe('what the console says', () => {
  // Mutant seen to fail: all rows spread into one call.
  test('is a table however many rows it has', () => {
    const rows = Array.from({ length: 300_000 }, (_, n) => [String(n)])
    expect(table(['n'], rows).split('\n')).toHaveLength(300_001)
  })

  // Mutant seen to fail: whatever parses as an address.
  test.each(['localhost:3000', 'ftp://x.test', 'soporte'])(
    'of %s is what an address looks like',
    async (url) => {
      const { code, err } = await runCli(
        'file:/no/hay/tal.db',
        'ticket',
        'list',
        '--url',
        url,
        '--token',
        'x',
      )
      expect({ code, err }).toEqual({
        code: 2,
        err: '--url espera una dirección, como https://soporte.ejemplo.es\n',
      })
    },
  )

  // Mutant seen to fail: the parser's own words.
  test.each([
    ['<log><trace></log>', 'una etiqueta de cierre no es la de la que estaba abierta'],
    ['<log><trace a></trace></log>', 'un atributo está mal escrito'],
    ['<log></log>texto', 'hay texto fuera del elemento raíz'],
  ])('of %s is in Spanish', (xml, text) => {
    let told = ''
    try {
      const parser = new XesParser()
      parser.write(xml)
      parser.end()
    } catch (error) {
      told = error instanceof XesFailure ? describeFailure(error) : String(error)
    }
    expect(told).toBe(`el XML está mal formado: ${text} (línea 1)`)
  })

  test('of a broken tree is what did not come of it', () => {
    const error = new TreeContradicted('x')
    expect(sealFailure(error)).toMatchObject({
      message: expect.stringContaining('No se ha sellado nada: x') as unknown,
    })
    expect(sealFailure(error, 'No se puede probar')).toMatchObject({
      message: expect.stringContaining('No se puede probar: x') as unknown,
    })
  })
})
