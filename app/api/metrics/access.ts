import type { NextRequest } from 'next/server'
import { takeTokenAttempt } from '@/auth/attempts'
import { bearsToken } from '@/auth/cron-secret'
import { getRuntime, type Runtime } from '@/runtime'
import { getSessionUser } from '../../lib/session'

const HEADERS = { 'Cache-Control': 'no-store' }

/**
 * The runtime, for who may see figures: an administrator's session, or METRICS_TOKEN. The token needs no database: a
 * monitoring system sees figures while it is down.
 * @returns what refuses anybody else
 */
export async function admitToMetrics(request: NextRequest): Promise<Runtime | Response> {
  const runtime = await getRuntime()
  const header = request.headers.get('authorization')
  const { token } = runtime.config.metricas
  if (header !== null) {
    if (token !== undefined && bearsToken(header, token)) return runtime
    return await turnAway(request, runtime)
  }
  const user = await getSessionUser().catch(() => 'unknown' as const)
  if (user === 'unknown') return new Response(null, { status: 503, headers: HEADERS })
  if (user === null)
    return new Response(null, { status: 401, headers: { ...HEADERS, 'WWW-Authenticate': 'Bearer' } })
  return user.rol === 'admin' ? runtime : new Response(null, { status: 403, headers: HEADERS })
}

async function turnAway(request: NextRequest, { db }: Runtime): Promise<Response> {
  const direccion = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  const until = await takeTokenAttempt(db.as('auth'), direccion, Date.now()).catch(() => null)
  const headers = { ...HEADERS, 'WWW-Authenticate': 'Bearer' }
  if (until === null) return new Response(null, { status: 401, headers })
  const seconds = String(Math.ceil((until - Date.now()) / 1000))
  return new Response(null, { status: 429, headers: { ...headers, 'Retry-After': seconds } })
}
