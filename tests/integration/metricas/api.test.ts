import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import parsePrometheus from 'parse-prometheus-text-format'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { migrate } from '@/db/migrate'
import { getRuntime } from '@/runtime'
import { GET as history } from '../../../app/api/metrics/history/route'
import { GET } from '../../../app/api/metrics/route'

const TOKEN = 'una-clave-de-dieciseis'
let folder: string

vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => undefined }),
  headers: async () => new Headers(),
}))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitacora-metricas-'))
  const url = `file:${join(folder, 'bitacora.db')}`
  await migrate({ url })
  for (const [name, value] of Object.entries({ TURSO_DATABASE_URL: url, METRICS_TOKEN: TOKEN }))
    vi.stubEnv(name, value)
  const { monitor } = await getRuntime()
  await monitor.measure()
  await monitor.tick()
  await monitor.tick()
})
afterAll(async () => {
  await (await getRuntime()).close()
  await rm(folder, { recursive: true, force: true })
})

function ask(query = '', headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) {
  return GET(new NextRequest(`http://127.0.0.1/api/metrics${query}`, { headers }))
}

const Report = z.object({
  database: z.object({
    total_queries: z.number(),
    avg_query_time: z.number(),
    slow_queries: z.array(z.unknown()),
    table_sizes: z.record(
      z.string(),
      z.object({ filas: z.number().nullable(), bytes: z.number().nullable() }),
    ),
    index_usage: z.object({ porcentaje: z.number().nullable(), recorridos: z.array(z.unknown()) }),
  }),
  redis: z.object({
    used_memory: z.number().nullable(),
    keyspace_hits: z.number().nullable(),
    keyspace_misses: z.number().nullable(),
    hit_rate: z.number().nullable(),
    connected_clients: z.number().nullable(),
    queue_length: z.number(),
  }),
})
const Metric = z.array(z.object({ name: z.string(), type: z.string(), metrics: z.array(z.unknown()) }))

describe('/api/metrics', () => {
  // Mutant seen to fail: any Authorization header admitted.
  test('answers who brings the token, and nobody else', async () => {
    expect((await ask()).status).toBe(200)
    expect((await ask('', {})).status).toBe(401)
    expect((await ask('', { authorization: 'Bearer otra-clave-cualquiera' })).status).toBe(401)
  })

  test('has what was asked for under its names', async () => {
    const body: unknown = await (await ask()).json()
    const { database, redis } = Report.parse(body)
    expect(database.total_queries).toBeGreaterThan(0)
    expect(database.table_sizes.interacciones?.filas).toBe(1)
    expect(database.table_sizes.interacciones?.bytes).toBeGreaterThan(0)
    expect(redis).toMatchObject({ queue_length: 0, used_memory: null })
  })

  test('is Prometheus’ text to its parser, where it is asked for', async () => {
    for (const response of [
      await ask('?format=prometheus'),
      await ask('', { authorization: `Bearer ${TOKEN}`, accept: 'text/plain' }),
    ]) {
      expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4')
      const metrics = Metric.parse(parsePrometheus(await response.text()))
      const types = new Map(metrics.map(({ name, type }) => [name, type]))
      expect(types.get('bitacora_sql_duration_seconds')).toBe('HISTOGRAM')
      expect(types.get('bitacora_sql_rows_total')).toBe('COUNTER')
      expect(types.get('bitacora_table_size_bytes')).toBe('GAUGE')
      for (const { name, metrics: lines } of metrics)
        expect({ name, lines: lines.length > 0 }).toEqual({ name, lines: true })
    }
  })

  test('exports the history', async () => {
    const csv = (query: string) =>
      history(
        new NextRequest(`http://127.0.0.1/api/metrics/history${query}`, {
          headers: { authorization: `Bearer ${TOKEN}` },
        }),
      )
    const [head = '', row = ''] = (await (await csv('?periodo=1h&formato=csv')).text()).split('\r\n')
    expect(head).toMatch(/^instante,http_peticiones,/)
    expect(row.split(',')).toHaveLength(head.split(',').length)
    expect((await csv('?periodo=siempre')).status).toBe(400)
  })
})
