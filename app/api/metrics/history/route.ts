import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { PERIOD_NAMES, readSeries, SERIES_NAMES } from '@/runtime/metrics/series'
import { admitToMetrics } from '../access'

const Query = z.object({
  periodo: z.enum(PERIOD_NAMES).default('24h'),
  formato: z.enum(['csv', 'json']).default('json'),
})

/** The history of the figures, as the charts show it: `?periodo=7d&formato=csv`. */
export async function GET(request: NextRequest): Promise<Response> {
  const admitted = await admitToMetrics(request)
  if (admitted instanceof Response) return admitted
  const query = Query.safeParse(Object.fromEntries(request.nextUrl.searchParams))
  const headers = { 'Cache-Control': 'no-store' }
  if (!query.success) {
    const error = `periodo: uno de ${PERIOD_NAMES.join(', ')}; formato: csv o json`
    return Response.json({ error }, { status: 400, headers })
  }
  const { periodo, formato } = query.data
  const points = await readSeries(admitted.db.as('api_server'), periodo, Date.now())
  if (formato === 'json') return Response.json({ periodo, puntos: points }, { headers })
  const lines = points.map(({ instante, valores }) =>
    [instante, ...SERIES_NAMES.map((name) => valores[name] ?? '')].join(','),
  )
  return new Response([['instante', ...SERIES_NAMES].join(','), ...lines, ''].join('\r\n'), {
    headers: {
      ...headers,
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="metricas-${periodo}.csv"`,
    },
  })
}
