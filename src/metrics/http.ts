import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { count } from './counters'
import { clock, observe } from './instruments'
import { log } from './log'

/** The parts of an address that stand for themselves, as `app` has them; anything else that is no number becomes `…`. */
const KNOWN = new Set(
  `acceso api asignacion audit auditoria batch borradores caducado categoria cierre comentarios
  consistencia cuenta cuentas desactivacion docs entregas estado export exportacion gestion head health history
  imprimir interacciones key lectura lista login mantenimiento metricas metrics notificaciones nueva nuevo
  openapi.json paleta presencia prioridad prueba pruebas reactivacion reapertura reenvio rol stream tareas texto tickets
  usuarios webhooks yo`.split(/\s+/),
)

/** The route that an address belongs to, as one of few names: what people wrote in it is left out. */
export function routeOf(method: string, url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? ''
  if (path.startsWith('/_next/')) return `${method} /_next`
  const parts = path.split('/').filter(Boolean).slice(0, 5)
  return `${method} /${parts.map(nameOf).join('/')}`
}

function nameOf(part: string): string {
  if (/^\d+$/.test(part)) return '[id]'
  return KNOWN.has(part) ? part : '…'
}

const METHODS = new Set(['GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const KEY = Symbol.for('bitacora.http')
const holder = globalThis as typeof globalThis & { [KEY]?: true }

interface Message {
  readonly request: IncomingMessage
  readonly response?: ServerResponse
}

/**
 * Times every request that this process's HTTP servers answer, by its route and status, from its headers to its last
 * byte; what was answered with 500 or above failed. Streams, which last as long as somebody looks, are only counted.
 */
export function watchRequests(): void {
  if (holder[KEY]) return
  holder[KEY] = true
  const begun = new WeakMap<IncomingMessage, number>()
  subscribe('http.server.request.start', (message) => {
    const { request } = message as Message
    // Of a proxy before us, or our own: what it leads to carries it into the log.
    request.headers['x-request-id'] ??= randomUUID()
    begun.set(request, clock())
  })
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as Message
    const since = begun.get(request)
    if (since === undefined || !response) return
    const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'OTRO'
    const route = routeOf(method, request.url ?? '')
    const { statusCode } = response
    const line = { peticion: request.headers['x-request-id'], ruta: route, estado: statusCode }
    if (statusCode >= 500) log.error(line, 'http')
    else log.debug(line, 'http')
    if (since === 0) return
    count(`http.${route}`, `${Math.floor(statusCode / 100)}xx`)
    if (route !== 'GET /api/stream') observe('http', route, since, 0, statusCode >= 500)
  })
}
