import { createTranslator } from 'next-intl'
import type { Locale } from '@/i18n/locales'
import { MESSAGES } from '@/i18n/locales'
import { ZONA } from '@/i18n/zone'

const TRANSLATORS = {
  es: createTranslator({ locale: 'es', messages: MESSAGES.es, timeZone: ZONA }),
  en: createTranslator({ locale: 'en', messages: MESSAGES.en, timeZone: ZONA }),
}
export type Words = (typeof TRANSLATORS)['es']

/** The service's words in a language. */
export function wordsIn(locale: Locale): Words {
  return TRANSLATORS[locale]
}

/** The first language of ours that a request's Accept-Language names; null where it names none. */
export function preferredLocale(header: string | null): Locale | null {
  const first = /(?:^|[,\s])(es|en)\b/i.exec(header ?? '')?.[1]?.toLowerCase()
  return first === 'es' || first === 'en' ? first : null
}
