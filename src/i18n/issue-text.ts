import type { useTranslations } from 'next-intl'
import type { z } from 'zod'

type Translate = ReturnType<typeof useTranslations<never>>

/** The formats that have words of their own. */
const FORMATS = ['email', 'url'] as const

/** What is wrong with a value that a schema refused, in the language of the translator. */
export function issueText(issue: z.core.$ZodIssue, t: Translate): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'array') return t('comun.validacion.alguna')
      return Number(issue.minimum) <= 1
        ? t('comun.validacion.obligatorio')
        : t('comun.validacion.minimo', { minimo: Number(issue.minimum) })
    case 'too_big':
      return t('comun.validacion.maximo', { maximo: Number(issue.maximum) })
    case 'invalid_format':
      return t(`comun.validacion.${FORMATS.find((format) => format === issue.format) ?? 'otro'}`)
    case 'invalid_value':
      return t('comun.validacion.opcion')
    case 'invalid_type':
      return t(`comun.validacion.${issue.expected === 'number' ? 'numero' : 'otro'}`)
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
