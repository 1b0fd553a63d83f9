import { LOCALE_COOKIE } from '@/i18n/cookies'
import type { Locale } from '@/i18n/locales'
import { keepCookie } from './keep-cookie'

const YEAR = 365 * 24 * 3600

/** Keeps a reader's choice for a year. */
export async function keepChoice(name: string, value: string): Promise<void> {
  await keepCookie(name, value, { maxAge: YEAR })
}

/** Speaks this language to this browser from now on. */
export async function keepLocale(locale: Locale): Promise<void> {
  await keepChoice(LOCALE_COOKIE, locale)
}
