import { LOCALE_COOKIE } from '@/i18n/cookies'
import { DEFAULT_LOCALE, Locale } from '@/i18n/locales'
import { getRuntime, type Runtime } from '@/runtime'
import { type ReadBody, readBody } from './body'
import { type Caller, cookieOf, findCaller, isCaller, type NoCaller } from './caller'
import { readIdempotencyKey, readIfMatch } from './headers'
import { takeQuota } from './limits'
import { invalidProblem, problem, type Reply } from './problem'
import type { ApiRoute, Call } from './route'
import { preferredLocale, type Words, wordsIn } from './words'

/** What Next gives a route beside the request. */
interface RouteContext {
  readonly params: Promise<Record<string, string | string[] | undefined>>
}

/** A route's handler, as Next calls it. */
export type Handler = (request: Request, context: RouteContext) => Promise<Response>

/**
 * The one way into a route: who calls, how often, what they may, what they sent; then the handler, whose answer is the
 * only thing that the route itself decides.
 */
export function serve(route: ApiRoute): Handler {
  return async (request, context) => {
    const anonymous = wordsIn(localeOf(request, null))
    try {
      const runtime = await getRuntime()
      const found = await findCaller(request, runtime)
      if (!isCaller(found)) return respond(nobody(found, anonymous))
      return await admit(route, { request, runtime, caller: found, params: (await context.params) ?? {} })
    } catch (error) {
      console.error(error)
      return respond(problem('ERROR', anonymous))
    }
  }
}

interface Admission {
  readonly request: Request
  readonly runtime: Runtime
  readonly caller: Caller
  readonly params: Awaited<RouteContext['params']>
}

async function admit(route: ApiRoute, admission: Admission): Promise<Response> {
  const { request, runtime, caller } = admission
  const t = wordsIn(localeOf(request, caller))
  const quota = await takeQuota(runtime.redis, caller.id, runtime.config.api.limite, Date.now())
  const { headers } = quota
  if (!quota.allowed) return respond(problem('DEMASIADAS_PETICIONES', t), headers)
  if (route.soloToken && caller.via === 'sesion') return respond(problem('SOLO_TOKEN', t), headers)
  if (!caller.alcances.includes(route.alcance)) return respond(lacking(route, caller, t), headers)
  const answer = await perform(route, admission, t)
  return answer instanceof Response ? withHeaders(answer, headers) : respond(answer, headers)
}

async function perform(
  route: ApiRoute,
  { request, runtime, caller, params }: Admission,
  t: Words,
): Promise<Reply | Response> {
  const consulta = queryOf(new URL(request.url).searchParams)
  if (typeof consulta === 'string')
    return problem('PETICION_NO_VALIDA', t, { detail: `${consulta}: ${t('api.repetido')}` })
  const comandoId = route.idempotente ? readIdempotencyKey(request.headers) : undefined
  const version = route.versionado ? readIfMatch(request.headers) : undefined
  if (comandoId === null) return wrongHeader('Idempotency-Key', 'ULID | UUID', t)
  if (version === null) return wrongHeader('If-Match', '"7"', t)
  let cuerpo: unknown
  if (route.entrada.cuerpo !== null) {
    const read = await readBody(request)
    if (!read.ok) return unreadable(read, t)
    cuerpo = read.json
  }
  const call: Call = {
    runtime,
    caller,
    t,
    signal: request.signal,
    comandoId: comandoId ?? runtime.newId(),
    version,
  }
  const ruta = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
  return await route.run(call, { ruta, consulta, cuerpo })
}

function nobody(found: NoCaller, t: Words): Reply {
  if (found.motivo === 'ajeno') return problem('SITIO_AJENO', t)
  const headers = { 'WWW-Authenticate': 'Bearer realm="bitacora"' }
  if (found.motivo === 'nadie') return problem('NO_AUTENTICADO', t, { headers })
  const seconds = Math.ceil((found.hasta - Date.now()) / 1000)
  return problem('DEMASIADAS_PETICIONES', t, { headers: { ...headers, 'Retry-After': String(seconds) } })
}

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1 */
function lacking({ alcance }: ApiRoute, { via, rol }: Caller, t: Words): Reply {
  if (via === 'sesion') return problem('SIN_ACCESO', t, { hechos: { alcance, rol } })
  const headers = {
    'WWW-Authenticate': `Bearer realm="bitacora", error="insufficient_scope", scope="${alcance}"`,
  }
  return problem('ALCANCE_INSUFICIENTE', t, { headers, hechos: { alcance } })
}

function unreadable({ motivo }: Extract<ReadBody, { ok: false }>, t: Words): Reply {
  if (motivo === 'tamano') return problem('CUERPO_DEMASIADO_GRANDE', t)
  if (motivo === 'tipo') return problem('TIPO_NO_ADMITIDO', t)
  return invalidProblem(
    [{ code: 'invalid_format', format: 'json_string', path: [], message: '', input: '' }],
    t,
  )
}

function wrongHeader(campo: string, esperado: string, t: Words): Reply {
  const mensaje = t('comun.validacion.otro')
  return problem('PETICION_NO_VALIDA', t, {
    detail: `${campo}: ${mensaje} (${esperado})`,
    campos: [{ campo, mensaje, esperado }],
  })
}

/** Each parameter once: of two values nobody knows which was meant. @returns the name of one that is given twice */
function queryOf(params: URLSearchParams): Record<string, string> | string {
  const query: Record<string, string> = {}
  for (const [name, value] of params) {
    if (Object.hasOwn(query, name)) return name
    query[name] = value
  }
  return query
}

/** The language of an answer: of a session, the browser's choice; else what the request asks for, else the account's. */
function localeOf(request: Request, caller: Caller | null): Locale {
  const chosen = Locale.safeParse(cookieOf(request, LOCALE_COOKIE))
  const wanted = preferredLocale(request.headers.get('accept-language'))
  if (caller?.via === 'sesion' && chosen.success) return chosen.data
  return wanted ?? caller?.idioma ?? DEFAULT_LOCALE
}

const NO_STORE = { 'Cache-Control': 'no-store' } as const

function respond(
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

function withHeaders(response: Response, more: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries({ ...NO_STORE, ...more }))
    if (!response.headers.has(name)) response.headers.set(name, value)
  return response
}
