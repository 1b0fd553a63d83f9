import type { useTranslations } from 'next-intl'
import type { z } from 'zod'

type Translate = ReturnType<typeof useTranslations<never>>

/** The formats that have words of their own. */
const FORMATS = ['email', 'url'] as const

const NUMBERS: ReadonlySet<string> = new Set(['number', 'int', 'bigint'])
const TOO_BIG = {
  numero: 'comun.validacion.maximoNumero',
  lista: 'comun.validacion.maximoLista',
  texto: 'comun.validacion.maximo',
} as const

/** What a limit counts: a number itself, the entries of a list, or else characters. */
function measureOf(origin: string): keyof typeof TOO_BIG {
  if (NUMBERS.has(origin)) return 'numero'
  return origin === 'array' || origin === 'set' ? 'lista' : 'texto'
}

function tooSmallText({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall, t: Translate): string {
  const minimo = Number(minimum)
  switch (measureOf(origin)) {
    case 'numero':
      return t(`comun.validacion.${inclusive === false ? 'masDe' : 'minimoNumero'}`, { minimo })
    case 'lista':
      return t('comun.validacion.alguna')
    case 'texto':
      return minimo <= 1 ? t('comun.validacion.obligatorio') : t('comun.validacion.minimo', { minimo })
  }
}

/** What is wrong with a value that a schema refused, in the language of the translator. */
export function issueText(issue: z.core.$ZodIssue, t: Translate): string {
  switch (issue.code) {
    case 'too_small':
      return tooSmallText(issue, t)
    case 'too_big':
      return t(TOO_BIG[measureOf(issue.origin)], { maximo: Number(issue.maximum) })
    case 'invalid_format':
      return t(`comun.validacion.${FORMATS.find((format) => format === issue.format) ?? 'otro'}`)
    case 'invalid_value':
      return t('comun.validacion.opcion')
    case 'invalid_type':
      return t(`comun.validacion.${NUMBERS.has(issue.expected) ? 'numero' : 'otro'}`)
    case 'custom':
      if (issue.params?.motivo === 'unicode') return t('comun.validacion.unicode')
      return t(`comun.validacion.${issue.params?.motivo === 'url' ? 'urlSencilla' : 'otro'}`)
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
      return t('comun.validacion.otro')
  }
}
