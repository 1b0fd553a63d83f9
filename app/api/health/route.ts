import type { NextRequest } from 'next/server'
import { databaseAnswers } from '@/db/health'
import { redisHealth } from '@/redis/health'
import { getRuntime, type Runtime } from '@/runtime'

const PATIENCE = { database: 2000, redis: 1000 }

/**
 * Readiness: 200 while the database answers, else 503. Without Redis the service is slower and all there, so
 * `degradado` is still 200. With `?probe=live` only that the process answers: what it can't reach is no reason to
 * restart it.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.searchParams.get('probe') === 'live') return answer(200, { estado: 'vivo' })
  const runtime = await getRuntime().catch(() => null)
  return runtime === null
    ? answer(503, { estado: 'no_listo', base: 'no_responde' })
    : await readiness(runtime)
}

async function readiness({ db, redis: service }: Runtime): Promise<Response> {
  const [ready, redis] = await Promise.all([
    databaseAnswers(db.as('api_server'), PATIENCE.database),
    redisHealth(service, PATIENCE.redis),
  ])
  if (!ready) return answer(503, { estado: 'no_listo', base: 'no_responde', redis })
  const estado = redis === 'no_responde' ? 'degradado' : 'listo'
  return answer(200, { estado, base: 'responde', redis })
}

function answer(status: number, body: Record<string, string>): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
