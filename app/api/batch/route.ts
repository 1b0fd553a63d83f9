import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { clientAddress } from '@/api/request-facts'
import { refuse, wordsFor } from '@/api/respond'
import { takeTokenAttempt } from '@/auth/attempts'
import { bearsToken, loadCronSecret } from '@/auth/cron-secret'
import { getRuntime } from '@/runtime'

const Budget = z.object({
  ms: z.coerce.number().int().min(100).max(300_000).default(8000),
  max: z.coerce.number().int().min(1).max(10_000).default(500),
})

/** For crons: one round of background work for who brings the token. Some crons can send GET alone. */
async function batch(request: NextRequest): Promise<Response> {
  const runtime = await getRuntime()
  const words = wordsFor(request)
  const t = (key: 'sinClave' | 'presupuesto' | 'aMedias') => words(`api.lote.${key}`)
  const secret = await loadCronSecret(runtime.config.cron)
  if (secret === null) return refuse(request, 'NO_DISPONIBLE', { detail: t('sinClave') })
  if (!bearsToken(request.headers.get('authorization'), secret)) return await turnAway(request)
  const budget = Budget.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  if (!budget.success) return refuse(request, 'PETICION_NO_VALIDA', { detail: t('presupuesto') })
  try {
    const report = await runtime.runBatch(budget.data)
    // Another call is at it: there is nothing to wait for.
    return report === null
      ? answer(409, { estado: 'en_marcha' })
      : answer(200, { estado: 'hecho', ...report })
  } catch (error) {
    console.error(error)
    return refuse(request, 'NO_DISPONIBLE', { detail: t('aMedias') })
  }
}

/** Says nothing of what is here. The token can't be guessed; who tries costs something, so only so often. */
async function turnAway(request: NextRequest): Promise<Response> {
  const { db } = await getRuntime()
  const until = await takeTokenAttempt(db.as('auth'), clientAddress(request.headers), Date.now())
  const headers = { 'Cache-Control': 'no-store', 'WWW-Authenticate': 'Bearer' }
  if (until === null) return new Response(null, { status: 401, headers })
  const seconds = String(Math.ceil((until - Date.now()) / 1000))
  return new Response(null, { status: 429, headers: { ...headers, 'Retry-After': seconds } })
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'Cache-Control': 'no-store' } })
}

export { batch as GET, batch as POST }
