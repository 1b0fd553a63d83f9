import { cookies } from 'next/headers'
import { LOCALE_COOKIE } from '@/i18n/cookies'
import type { Locale } from '@/i18n/locales'

const YEAR = 365 * 24 * 3600

/** Keeps a reader's choice for a year, where no script can read it. */
export async function keepChoice(name: string, value: string): Promise<void> {
  ;(await cookies()).set(name, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: YEAR })
}

/** Speaks this language to this browser from now on. */
export async function keepLocale(locale: Locale): Promise<void> {
  await keepChoice(LOCALE_COOKIE, locale)
}
