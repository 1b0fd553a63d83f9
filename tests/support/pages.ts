import { wordsIn } from '@/api/words'
import { openSession } from '@/auth/session'
import { SESSION_COOKIE } from '@/i18n/cookies'
import type { Locale } from '@/i18n/locales'
import type { ApiSystem, Person } from './api/system'

/** What Next tells pages and actions of a request, where there is no Next: whose session, in which language. */
export const browser = { session: '', locale: 'es' as Locale, headers: new Headers() }

// Each is what a vi.mock of that module gives; vitest moves those calls to the top of the file that they stand in.
export const nextHeaders = {
  cookies: async () => ({
    get: (name: string) =>
      name === SESSION_COOKIE && browser.session !== '' ? { value: browser.session } : undefined,
    set: () => undefined,
  }),
  headers: async () => browser.headers,
}
export const nextCache = { refresh: () => undefined }
export const nextIntl = {
  getTranslations: async (place?: string) => {
    const words = wordsIn(browser.locale) as (key: string, values?: Record<string, string>) => string
    return (key: string, values?: Record<string, string>) =>
      words(place === undefined ? key : `${place}.${key}`, values)
  },
}

/** Somebody is who sends what comes next. */
export async function enter({ runtime }: ApiSystem, { id }: Pick<Person, 'id'>): Promise<void> {
  const from = { agente: '', direccion: '' }
  browser.session = await openSession(runtime.db.as('auth'), id, from, Date.now())
}
