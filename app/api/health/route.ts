import type { NextRequest } from 'next/server'
import { databaseAnswers } from '@/db/health'
import { getRuntime } from '@/runtime'

const PATIENCE = 2000

/**
 * Readiness: 200 while the database answers, else 503. With `?probe=live` only that the process does: what it
 * can't reach is no reason to restart it.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (request.nextUrl.searchParams.get('probe') === 'live') return answer(200, { estado: 'vivo' })
  const ready = await getRuntime().then(
    ({ db }) => databaseAnswers(db.as('api_server'), PATIENCE),
    () => false,
  )
  return ready
    ? answer(200, { estado: 'listo', base: 'responde' })
    : answer(503, { estado: 'no_listo', base: 'no_responde' })
}

function answer(status: number, body: Record<string, string>): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}
