import type { NextRequest } from 'next/server'
import { z } from 'zod'
import { invalidProblem } from '@/api/problem'
import { respond, wordsFor } from '@/api/respond'
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
  if (!query.success) return respond(invalidProblem(query.error.issues, wordsFor(request)))
  const headers = { 'Cache-Control': 'no-store' }
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
