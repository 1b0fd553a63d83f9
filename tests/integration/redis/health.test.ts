import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { getRuntime } from '@/runtime'
import { GET } from '../../../app/api/health/route'
import { freePort } from '../../support/ports'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'

const KEY = Symbol.for('bitacora.runtime')
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  vi.unstubAllEnvs()
})

/** A process of the service with this environment, and what its health says. */
async function serve(env: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-salud-'))
  const file = `file:${join(folder, 'bitacora.db')}`
  for (const [name, value] of Object.entries({ TURSO_DATABASE_URL: file, ...env })) vi.stubEnv(name, value)
  cleanups.push(async () => {
    await getRuntime().then((runtime) => runtime.close())
    Reflect.deleteProperty(globalThis, KEY)
    await rm(folder, { recursive: true, force: true })
  })
  return async (query = '') => {
    const response = await GET(new NextRequest(`http://127.0.0.1/api/health${query}`))
    return [response.status, z.record(z.string(), z.unknown()).parse(await response.json())] as const
  }
}

const WITHOUT = [200, { estado: 'degradado', base: 'responde', redis: 'no_responde', degradadas: ['redis'] }]
const WITH = [200, { estado: 'listo', base: 'responde', redis: 'responde', degradadas: [] }]

describe('/api/health', () => {
  it('is ready with the store in this process', async () => {
    const health = await serve({})
    expect(await health()).toEqual([
      200,
      { estado: 'listo', base: 'responde', redis: 'en_proceso', degradadas: [] },
    ])
    expect(await health('?probe=live')).toEqual([200, { estado: 'vivo' }])
  })

  it('is not ready without the database, whatever Redis does', async () => {
    const health = await serve({ TURSO_DATABASE_URL: `http://127.0.0.1:${await freePort()}` })
    const [status, body] = await health()
    expect([status, body]).toEqual([
      503,
      expect.objectContaining({ estado: 'no_listo', base: 'no_responde' }),
    ])
  })

  // Mutants seen to fail: 503 without Redis; the circuit's state read in place of a PING.
  it.skipIf(!hasRedisServer)(
    'is degraded while Redis is away, and finds out by itself that it is back',
    async () => {
      const server = await startRedisServer()
      cleanups.push(server.stop)
      const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      cleanups.push(() => told.mockRestore())
      const health = await serve({ REDIS_URL: server.url })
      expect(await health()).toEqual(WITH)
      await server.kill()
      for (let n = 0; n < 4; n++) expect(await health()).toEqual(WITHOUT)
      expect((await getRuntime()).redis.state.circuito).toBe('abierto')
      await server.start()
      // The circuit rests by the process's own clock: half a second at first.
      await vi.waitUntil(async () => (await health())[1].redis === 'responde', { timeout: 50_000 })
      expect(await health()).toEqual(WITH)
      expect(told.mock.calls.map(([text]) => String(text).trim())).toEqual([
        `redis: no responde, se sigue sin él: connect ECONNREFUSED 127.0.0.1:${server.port}`,
        'redis: responde de nuevo',
      ])
    },
  )
})
