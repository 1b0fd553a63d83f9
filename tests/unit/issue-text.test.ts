import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { wordsIn } from '@/api/words'
import { DiasToken } from '@/domain/cuenta/token'
import { Id } from '@/domain/values'
import { issueText } from '@/i18n/issue-text'

function told(schema: z.ZodType, value: unknown): readonly (string | undefined)[] {
  const [issue] = schema.safeParse(value).error?.issues ?? []
  return (['es', 'en'] as const).map((locale) => issue && issueText(issue, wordsIn(locale)))
}

describe('what is wrong', () => {
  // Mutants seen to fail: `measureOf` that knows no numbers; one that knows no lists; `inclusive` not looked at.
  test.each([
    [DiasToken, 367, 'Debe ser 366 como máximo.', 'It must be 366 at most.'],
    [DiasToken, 0, 'Debe ser 1 como mínimo.', 'It must be 1 at least.'],
    [Id, 0, 'Debe ser mayor que 0.', 'It must be more than 0.'],
    [DiasToken, '7', 'Se esperaba un número.', 'A number was expected.'],
    [DiasToken, 1.5, 'Se esperaba un número.', 'A number was expected.'],
    [
      z.string().max(5),
      'seis..',
      'Debe tener 5 caracteres como mucho.',
      'It must have 5 characters at most.',
    ],
    [z.string().min(3), 'a', 'Debe tener al menos 3 caracteres.', 'It must have at least 3 characters.'],
    [z.string().min(1), '', 'Este campo es obligatorio.', 'This field is required.'],
    [z.array(z.string()).max(1), ['a', 'b'], 'No puede haber más de 1.', "There can't be more than 1."],
    [z.array(z.string()).min(1), [], 'Marca al menos una.', 'Tick at least one.'],
  ])('with a number, a text or a list is told as such (%#)', (schema, value, es, en) => {
    expect(told(schema, value)).toEqual([es, en])
  })
})
