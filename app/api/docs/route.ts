import { documentPage } from '@/api/page'
import { preferredLocale } from '@/api/words'
import { DEFAULT_LOCALE } from '@/i18n/locales'
import { getRuntime } from '@/runtime'

/** The API's document for people, in the reader's language. */
export async function GET(request: Request): Promise<Response> {
  const { config } = await getRuntime()
  const locale = preferredLocale(request.headers.get('accept-language')) ?? DEFAULT_LOCALE
  return new Response(documentPage(locale, config.urlPublica), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Language',
    },
  })
}
