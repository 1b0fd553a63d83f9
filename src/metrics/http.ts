import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { count } from './counters'
import { clock, observe } from './instruments'

/** The parts of an address that stand for themselves; anything else that is no number becomes `…`. */
const KNOWN = new Set(
  `acceso api audit auditoria backup backups batch borradores caducado cuenta export head health historia imprimir key
  login mantenimiento metricas metrics notificaciones nueva nuevo openapi.json paleta presencia stream tareas tickets
  tokens usuarios webhooks`.split(/\s+/),
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
    begun.set((message as Message).request, clock())
  })
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as Message
    const since = begun.get(request)
    if (since === undefined || since === 0 || !response) return
    const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'OTRO'
    const route = routeOf(method, request.url ?? '')
    count(`http.${route}`, `${Math.floor(response.statusCode / 100)}xx`)
    if (route !== 'GET /api/stream') observe('http', route, since, 0, response.statusCode >= 500)
  })
}
