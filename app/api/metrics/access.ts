import type { NextRequest } from 'next/server'
import { findCaller, isCaller, type NoCaller } from '@/api/caller'
import { bearsToken } from '@/auth/cron-secret'
import { getRuntime, type Runtime } from '@/runtime'

/**
 * The runtime, for who may see figures: an administrator's session, a token with the scope `metrics`, or METRICS_TOKEN.
 * That last one needs no database: a monitoring system sees figures while it is down.
 * @returns what refuses anybody else
 */
export async function admitToMetrics(request: NextRequest): Promise<Runtime | Response> {
  const runtime = await getRuntime()
  const { token } = runtime.config.metricas
  const header = request.headers.get('authorization')
  if (header !== null && token !== undefined && bearsToken(header, token)) return runtime
  const caller = await findCaller(request, runtime).catch(() => null)
  if (caller === null) return refuse(503)
  if (!isCaller(caller)) return turnAway(caller)
  const may = caller.via === 'token' ? caller.alcances.includes('metrics') : caller.rol === 'admin'
  return may ? runtime : refuse(403)
}

function turnAway(why: NoCaller): Response {
  if (why.motivo === 'ajeno') return refuse(403)
  if (why.motivo === 'nadie') return refuse(401, { 'WWW-Authenticate': 'Bearer' })
  return refuse(429, { 'Retry-After': String(Math.ceil((why.hasta - Date.now()) / 1000)) })
}

function refuse(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', ...headers } })
}
