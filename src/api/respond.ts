import { LOCALE_COOKIE } from '@/i18n/cookies'
import { DEFAULT_LOCALE, Locale } from '@/i18n/locales'
import { type Caller, cookieOf, type NoCaller } from './caller'
import { type ProblemCode, problem, type Reply } from './problem'
import type { ApiRoute } from './route'
import { preferredLocale, type Words, wordsIn } from './words'

/** The language of an answer: of a session, the browser's choice; else what the request asks for, else the account's. */
function localeOf(request: Request, caller: Caller | null): Locale {
  const chosen = Locale.safeParse(cookieOf(request, LOCALE_COOKIE))
  const wanted = preferredLocale(request.headers.get('accept-language'))
  if (caller?.via === 'sesion' && chosen.success) return chosen.data
  return wanted ?? caller?.idioma ?? DEFAULT_LOCALE
}

/** The words that a request is answered in. @param caller null while it is not known who calls */
export function wordsFor(request: Request, caller: Caller | null = null): Words {
  return wordsIn(localeOf(request, caller))
}

const NO_STORE = { 'Cache-Control': 'no-store' } as const

/** Makes a reply into a response. @param more headers that it has whatever it says */
export function respond(
  { status, body, headers = {} }: Reply,
  more: Readonly<Record<string, string>> = {},
): Response {
  const all = { ...NO_STORE, ...more, ...headers }
  if (body === undefined) return new Response(null, { status, headers: all })
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...all },
  })
}

/** A response that a handler made itself, with the headers that every answer has. */
export function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries({ ...NO_STORE, ...more }))
    if (!response.headers.has(name)) response.headers.set(name, value)
  return response
}

/** A problem as an answer, for routes that are in no table. */
export function refuse(
  request: Request,
  codigo: ProblemCode,
  rest: Parameters<typeof problem>[2] = {},
): Response {
  return respond(problem(codigo, wordsFor(request), rest))
}

/** What is answered where there is no caller. */
export function nobody(found: NoCaller, t: Words): Reply {
  if (found.motivo === 'ajeno') return problem('SITIO_AJENO', t)
  const headers = { 'WWW-Authenticate': 'Bearer realm="bitacora"' }
  if (found.motivo === 'nadie') return problem('NO_AUTENTICADO', t, { headers })
  const seconds = Math.ceil((found.hasta - Date.now()) / 1000)
  return problem('DEMASIADAS_PETICIONES', t, { headers: { ...headers, 'Retry-After': String(seconds) } })
}

/** What is answered where the caller lacks a scope. @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
export function lacking(
  { alcance }: Pick<ApiRoute, 'alcance'>,
  { via, rol }: Pick<Caller, 'via' | 'rol'>,
  t: Words,
): Reply {
  if (via === 'sesion') return problem('SIN_ACCESO', t, { hechos: { alcance, rol } })
  const headers = {
    'WWW-Authenticate': `Bearer realm="bitacora", error="insufficient_scope", scope="${alcance}"`,
  }
  return problem('ALCANCE_INSUFICIENTE', t, { headers, hechos: { alcance } })
}
