import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { migrate } from '@/db/migrate'
import { getRuntime } from '@/runtime'
import { GET as health } from '../../../app/api/health/route'
import { GET } from '../../../app/api/metrics/route'
import { freePort } from '../../support/ports'

const TOKEN = 'una-clave-de-dieciseis'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitacora-metricas-'))
  const url = `file:${join(folder, 'bitacora.db')}`
  await migrate({ url })
  const redis = `redis://127.0.0.1:${await freePort()}`
  const env = { TURSO_DATABASE_URL: url, METRICS_TOKEN: TOKEN, REDIS_URL: redis }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
})
afterAll(async () => {
  await (await getRuntime()).close()
  await rm(folder, { recursive: true, force: true })
})

const ask = (query: string) =>
  GET(
    new NextRequest(`http://127.0.0.1/api/metrics${query}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    }),
  )

// Mutant seen to fail: the tick waits for INFO without catching what it says.
test('with Redis away the figures are there, and say that it is', async () => {
  const { monitor } = await getRuntime()
  await monitor.tick()
  const answer = await ask('')
  expect(answer.status).toBe(200)
  const body: unknown = await answer.json()
  expect(body).toMatchObject({
    database: { responde: true },
    redis: { responde: false, used_memory: null, hit_rate: null, queue_length: 0 },
  })
  const text = await (await ask('?format=prometheus')).text()
  expect(text).toContain('bitacora_sql_duration_seconds_bucket')
  const state = await health(new NextRequest('http://127.0.0.1/api/health'))
  expect(state.status).toBe(200)
  expect(z.object({ degradadas: z.array(z.string()) }).parse(await state.json()).degradadas).toContain(
    'redis',
  )
})
