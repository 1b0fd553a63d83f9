import type { NextRequest } from 'next/server'
import { databaseAnswers } from '@/db/health'
import { redisHealth } from '@/redis/health'
import { getRuntime, type Runtime } from '@/runtime'

const PATIENCE = { database: 2000, redis: 1000 }

/** A part that is not as it should be; the service goes on without it, slower or later. */
type Degraded = 'redis' | 'proyecciones' | 'cola' | 'metricas'

/**
 * Readiness: 200 while the database answers, else 503. Without Redis the service is slower and all there, so
 * `degradado` is still 200, and says which parts. With `?probe=live` only that the process answers: what it can't reach
 * is no reason to restart it.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.searchParams.get('probe') === 'live') return answer(200, { estado: 'vivo' })
  const runtime = await getRuntime().catch(() => null)
  return runtime === null
    ? answer(503, { estado: 'no_listo', base: 'no_responde' })
    : await readiness(runtime)
}

async function readiness({ db, redis: service, monitor }: Runtime): Promise<Response> {
  const [ready, redis] = await Promise.all([
    databaseAnswers(db.as('api_server'), PATIENCE.database),
    redisHealth(service, PATIENCE.redis),
  ])
  if (!ready) return answer(503, { estado: 'no_listo', base: 'no_responde', redis })
  const behind = (monitor.known?.umbrales ?? []).filter(({ activa }) => activa).map(({ rule }) => rule.id)
  const degradadas: Degraded[] = [
    ...(redis === 'no_responde' ? (['redis'] as const) : []),
    ...(behind.includes('retraso') || stands(monitor) ? (['proyecciones'] as const) : []),
    ...(behind.includes('cola') ? (['cola'] as const) : []),
    ...(monitor.failedSince === null ? [] : (['metricas'] as const)),
  ]
  const estado = degradadas.length > 0 ? 'degradado' : 'listo'
  return answer(200, { estado, base: 'responde', redis, degradadas })
}

/** True where some projection stands still before an event that it can't take in. */
function stands(monitor: Runtime['monitor']): boolean {
  return monitor.known?.facts.proyecciones?.some(({ estado }) => estado === 'veneno') ?? false
}

function answer(status: number, body: Record<string, unknown>): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
