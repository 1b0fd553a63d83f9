import { openApi } from '@/api/openapi'
import { preferredLocale } from '@/api/words'
import { DEFAULT_LOCALE } from '@/i18n/locales'
import { getRuntime } from '@/runtime'

/** The API's document. It holds nothing of anybody's: whoever writes a client needs no account for it. */
export async function GET(request: Request): Promise<Response> {
  const { config } = await getRuntime()
  const locale = preferredLocale(request.headers.get('accept-language')) ?? DEFAULT_LOCALE
  return Response.json(openApi(locale, config.urlPublica), {
    headers: { 'Cache-Control': 'no-cache', Vary: 'Accept-Language' },
  })
}
