import { cookies } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { LOCALE_COOKIE } from './cookies'
import { DEFAULT_LOCALE, Locale, MESSAGES } from './locales'
import { ZONA } from './zone'

/** The language of a request: the reader's choice, else Spanish. Times are shown in the service's time zone. */
export default getRequestConfig(async () => {
  const chosen = Locale.safeParse((await cookies()).get(LOCALE_COOKIE)?.value)
  const locale = chosen.success ? chosen.data : DEFAULT_LOCALE
  return { locale, messages: MESSAGES[locale], timeZone: ZONA }
})
