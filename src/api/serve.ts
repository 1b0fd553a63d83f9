import { AnswerLost, DatabaseBusy } from '@/db/errors'
import { log } from '@/metrics/log'
import { getRuntime, type Runtime } from '@/runtime'
import { type ReadBody, readBody } from './body'
import { type Caller, findCaller, isCaller } from './caller'
import { readIdempotencyKey, readIfMatch } from './headers'
import { takeQuota } from './limits'
import { invalidProblem, problem, type Reply } from './problem'
import { lacking, nobody, respond, withHeaders, wordsFor } from './respond'
import type { ApiRoute, Call } from './route'
import type { Words } from './words'

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
    const anonymous = wordsFor(request)
    try {
      const runtime = await getRuntime()
      const found = await findCaller(request, runtime)
      if (!isCaller(found)) return respond(nobody(found, anonymous))
      return await admit(route, { request, runtime, caller: found, params: (await context.params) ?? {} })
    } catch (error) {
      const peticion = request.headers.get('x-request-id')
      log.error({ err: error, peticion, ruta: `${route.metodo} ${route.ruta}` }, 'api')
      return respond(failed(route, error, anonymous))
    }
  }
}

/** A database that is away is no fault of the request's, nor of the service's: it is worth another try. */
function failed({ idempotente }: ApiRoute, error: unknown, t: Words): Reply {
  const headers = { 'Retry-After': '1' }
  if (error instanceof DatabaseBusy) return problem('NO_DISPONIBLE', t, { headers })
  if (!(error instanceof AnswerLost)) return problem('ERROR', t)
  return problem(idempotente ? 'RESULTADO_DESCONOCIDO' : 'NO_DISPONIBLE', t, { headers })
}

interface Admission {
  readonly request: Request
  readonly runtime: Runtime
  readonly caller: Caller
  readonly params: Awaited<RouteContext['params']>
}

async function admit(route: ApiRoute, admission: Admission): Promise<Response> {
  const { request, runtime, caller } = admission
  const t = wordsFor(request, caller)
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
