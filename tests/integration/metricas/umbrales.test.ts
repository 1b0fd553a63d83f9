import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineQuery } from '@/db/queries'
import { RULES } from '@/metrics/advice/rules'
import { watchRequests } from '@/metrics/http'
import { enqueueTasks, newTask } from '@/redis/queue'
import { mantener } from '@/worker/upkeep/maintain'
import { only, watch } from '../../support/metrics'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(() => system.close())

const Number1 = z.object({ n: z.number() })

// Each test causes what its threshold is about, and sees the alert begin.
describe('the alert for', () => {
  test('consulta_media begins with queries that are slow', async () => {
    // Far away, each waits for the network: what is slow costs no time of the processor.
    const other = await openTestSystem({ remote: true, latency: 210 })
    const query = defineQuery({
      name: 'prueba.lejos',
      roles: ['api_server'],
      sql: 'SELECT 1 AS n',
      row: Number1,
    })
    const rules = only('consulta_media').rules.map((rule) => ({ ...rule, durante: 0 }))
    const { monitor, standing } = watch(other, { rules })
    const db = other.runtime.db.as('api_server')
    await Promise.all(Array.from({ length: 20 }, () => db.all(query)))
    await monitor.tick()
    expect(standing('consulta_media')).toMatchObject({ activa: true })
    expect(standing('consulta_media')?.valor).toBeGreaterThan(200)
    await monitor.stop()
    await other.close()
  })

  test('uso_indices begins with queries that read a large table whole', async () => {
    const raw = createClient({ url: system.url })
    await raw.execute('CREATE TABLE prueba_grande (n INTEGER, m INTEGER)')
    await raw.execute(`INSERT INTO prueba_grande
      WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) SELECT x, x FROM c`)
    raw.close()
    const scan = defineQuery({
      name: 'prueba.recorrido',
      roles: ['api_server'],
      sql: 'SELECT n FROM prueba_grande WHERE m = 7',
      row: Number1,
    })
    const { monitor, settle, standing } = watch(system, only('uso_indices'))
    await monitor.measure()
    await monitor.tick()
    for (let run = 0; run < 400; run++) await system.runtime.db.as('api_server').all(scan)
    await settle()
    expect(standing('uso_indices')).toMatchObject({ activa: true })
    expect(monitor.plans.plans.get('prueba.recorrido')).toMatchObject({ recorridas: ['prueba_grande'] })
    await monitor.stop()
  })

  test('tamano_interacciones begins where the log is larger than its bound', async () => {
    await system.person('cliente')
    // The bound is scaled: ten gigabytes are nothing to write in a test. The measuring is the real one.
    const rules = only('tamano_interacciones').rules.map((rule) => ({ ...rule, bueno: 1e-6, malo: 2e-6 }))
    const { monitor, settle, standing } = watch(system, { rules })
    await monitor.measure()
    await settle()
    expect(standing('tamano_interacciones')).toMatchObject({ activa: true })
    await monitor.stop()
  })

  test('cola begins with more than a thousand tasks that nobody does', async () => {
    const { queue } = system.runtime
    const vence = new Date(Date.now() - 1000).toISOString()
    const tasks = Array.from({ length: 1001 }, (_, index) =>
      newTask(mantener, { tramo: String(index) }, { id: `mantener:${index}`, vence }),
    )
    await enqueueTasks(queue, tasks)
    const { monitor, settle, standing } = watch(system, only('cola'))
    await settle()
    expect(standing('cola')).toMatchObject({ activa: true, valor: 1001 })
    await monitor.stop()
  })

  test('tareas_apartadas begins with tasks that failed for good', async () => {
    const { runtime } = system
    const { queue } = runtime
    const vence = new Date(Date.now() - 1000).toISOString()
    // Data that no handler takes: put aside at the first attempt.
    const impossible = { ...mantener, tipo: 'notificar' }
    const tasks = Array.from({ length: 11 }, (_, index) =>
      newTask(impossible, { tramo: String(index) }, { id: `otra:${index}`, vence }),
    )
    await enqueueTasks(queue, tasks)
    await runtime.runBatch({ ms: 5000, max: 100, sellar: false })
    const { monitor, settle, standing } = watch(system, only('tareas_apartadas'))
    await settle()
    expect(standing('tareas_apartadas')).toMatchObject({ activa: true, valor: 11 })
    await monitor.stop()
  })

  test('retraso begins where nobody projects what was appended', async () => {
    await system.person('cliente')
    const { monitor, clock, settle, standing } = watch(system, only('retraso'))
    clock.now += 70_000
    await settle()
    expect(standing('retraso')).toMatchObject({ activa: true })
    await system.runtime.runBatch({ ms: 5000, max: 1, sellar: false })
    await settle()
    expect(standing('retraso')).toMatchObject({ activa: false, valor: 0 })
    await monitor.stop()
  })

  test('conflictos begins with commands on what others changed meanwhile', async () => {
    const [admin, otro] = [await system.person('admin'), await system.person('operador')]
    const cuenta = await system.person('cliente')
    const { monitor, settle, standing } = watch(system, only('conflictos'))
    await monitor.tick()
    const made = await system.dispatch(admin, {
      tipo: 'crear_ticket',
      titulo: 'Una avería',
      descripcion: 'No va',
      prioridad: 'media',
      categoria: null,
      solicitanteId: cuenta.id,
    })
    if (made.estado !== 'aceptado') throw new Error('no ticket')
    const change = (a: 'alta' | 'baja', versionVista?: number) =>
      system.dispatch(otro, { tipo: 'cambiar_prioridad', ticketId: made.sujeto.id, a }, { versionVista })
    await change('alta')
    for (let run = 0; run < 30; run++) expect(await change('baja', 1)).toMatchObject({ estado: 'conflicto' })
    await settle()
    expect(standing('conflictos')).toMatchObject({ activa: true })
    await monitor.stop()
  })

  test('bucle begins where the event loop stands still', async () => {
    const { monitor, clock, standing } = watch(system, only('bucle'))
    await monitor.tick()
    for (let round = 0; round < 4; round++) {
      // After a reading the first look is only taken down.
      await new Promise((resolve) => setTimeout(resolve, 40))
      const until = performance.now() + 260
      while (performance.now() < until);
      await new Promise((resolve) => setTimeout(resolve, 20))
      clock.now += 15_000
      await monitor.tick()
    }
    expect(standing('bucle')).toMatchObject({ activa: true })
    await monitor.stop()
  })

  test('errores_http begins where requests end in errors of the service', async () => {
    watchRequests()
    const server = createServer((_, response) => response.writeHead(500).end())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { monitor, settle, standing } = watch(system, only('errores_http'))
    await monitor.tick()
    const { port } = server.address() as AddressInfo
    for (let run = 0; run < 25; run++) await (await fetch(`http://127.0.0.1:${port}/tickets/1`)).text()
    await settle()
    expect(standing('errores_http')).toMatchObject({ activa: true, valor: 100 })
    server.close()
    await monitor.stop()
  })
})

// Without a redis-server there is nothing to cause these with; CI has one.
describe.skipIf(!hasRedisServer)('with a Redis server, the alert for', () => {
  test('memoria_redis begins where its memory is nearly full', async () => {
    const server = await startRedisServer('--maxmemory', '3mb', '--maxmemory-policy', 'noeviction')
    const other = await openTestSystem({ redis: { tipo: 'tcp', url: server.url } })
    const { redis } = other.runtime.redis
    const filled = async () => {
      for (let n = 0; n < 2000; n++) await redis.set(`relleno:${n}`, 'x'.repeat(4000))
    }
    await expect(filled()).rejects.toThrow(/OOM/)
    const { monitor, settle, standing } = watch(other, only('memoria_redis'))
    await settle()
    expect(standing('memoria_redis')).toMatchObject({ activa: true })
    await monitor.stop()
    await other.close()
    await server.stop()
  })

  test('aciertos_cache begins where nothing that is asked for is there', async () => {
    const server = await startRedisServer()
    const other = await openTestSystem({ remote: true, redis: { tipo: 'tcp', url: server.url } })
    const { runtime } = other
    const { monitor, settle, standing } = watch(other, only('aciertos_cache'))
    await monitor.tick()
    await runtime.cache.open({ posicion: 1, generacion: 0 }, 60_000)
    for (let n = 0; n < 30; n++)
      await runtime.cache.cached({
        nombre: 'prueba',
        clave: `prueba:${n}`,
        schema: z.number(),
        ttl: 1000,
        conPiso: false,
        minPos: 0,
        load: async () => ({ valor: n, version: 1 }),
      })
    await settle()
    expect(standing('aciertos_cache')).toMatchObject({ activa: true, valor: 0 })
    await monitor.stop()
    await other.close()
    await server.stop()
  })
})

test('every threshold has its alarm seen here, or for backups in the file beside this one', async () => {
  const { readFile } = await import('node:fs/promises')
  const files = ['umbrales', 'umbrales-respaldo'].map((name) => `tests/integration/metricas/${name}.test.ts`)
  const text = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('')
  expect(RULES.filter(({ id }) => !text.includes(`only('${id}')`)).map(({ id }) => id)).toEqual([])
})
