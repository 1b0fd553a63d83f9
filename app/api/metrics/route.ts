import type { NextRequest } from 'next/server'
import { prometheusText } from '@/metrics/prometheus'
import { gaugeMetrics } from '@/runtime/metrics/gauges'
import type { Monitor } from '@/runtime/metrics/monitor'
import { metricsReport } from '@/runtime/metrics/report'
import { admitToMetrics } from './access'

const FIRST_WITHIN_MS = 60

/**
 * The service's figures, as JSON or as Prometheus' text (`?format=prometheus`, or who accepts `text/plain`). They come
 * from memory, whatever the database and Redis do.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const admitted = await admitToMetrics(request)
  if (admitted instanceof Response) return admitted
  const { monitor, redis } = admitted
  await firstFacts(monitor)
  const headers = { 'Cache-Control': 'no-store', Vary: 'Accept' }
  if (!wantsText(request)) return Response.json(metricsReport(monitor, redis.tipo, Date.now()), { headers })
  const gauges = gaugeMetrics(monitor.known, Date.now(), monitor.failedSince === null)
  const text = await prometheusText(monitor.figures(), gauges)
  return new Response(text, {
    headers: { ...headers, 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
}

function wantsText(request: NextRequest): boolean {
  const format = request.nextUrl.searchParams.get('format')
  if (format !== null) return format === 'prometheus'
  const accept = request.headers.get('accept') ?? ''
  return /text\/plain|openmetrics/.test(accept) && !accept.includes('application/json')
}

/** Where nothing runs between requests, the first one asks; it waits for a moment, not for an outage. */
async function firstFacts(monitor: Monitor): Promise<void> {
  if (monitor.known !== null) return
  const waited = new Promise((resolve) => setTimeout(resolve, FIRST_WITHIN_MS))
  await Promise.race([monitor.tick().catch(() => undefined), waited])
}
