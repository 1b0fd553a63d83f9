import { setTimeout } from 'node:timers/promises'
import { projectionStatus } from '@projections/engine/status'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enqueueTasks, newTask } from '@/redis/queue'
import { findTask } from '@/redis/queue/status'
import { mantenimiento } from '@/worker/upkeep/calendar'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'
import { copyPacked, type Packed } from '../support/e2e/packed'
import { startRoundRobin } from '../support/e2e/round-robin'
import { expectInvariants } from '../support/invariants'
import { hasRedisServer, type RedisServer, startRedisServer } from '../support/redis-server'
import { nuevo } from '../support/suites/bus/world'

let packed: Packed
let redis: RedisServer
let system: ApiSystem
let operador: Person
beforeAll(async () => {
  if (!hasRedisServer) return
  packed = await copyPacked()
  redis = await startRedisServer()
  system = await openApiSystem({ remote: true, redis: { tipo: 'tcp', url: redis.url } })
  operador = await system.caller('operador')
  for (let n = 1; n <= TICKETS; n++) await system.dispatch(operador, nuevo(`T${n}`))
})
afterAll(async () => {
  await system?.close()
  await redis?.stop()
  await packed?.remove()
})

const TICKETS = 4
const CLIENTS = 6
// Always some of them under way, and processor left for the servers that start.
const PAUSE_MS = 100

const environment = () => ({
  TURSO_DATABASE_URL: system.url,
  TURSO_AUTH_TOKEN: system.config.database.authToken ?? '',
  REDIS_URL: redis.url,
  BACKUP_DIR: `${packed.data}/respaldos`,
  API_RATE_LIMIT: '1000000',
})

interface Deed {
  readonly comandoId: string
  readonly comentario: string
}

/** Asks for a comment until it is acknowledged: under one id, however often. */
async function comment(url: string, ticket: number, { comandoId, comentario }: Deed): Promise<void> {
  const headers = {
    authorization: `Bearer ${operador.token}`,
    'content-type': 'application/json',
    'idempotency-key': comandoId,
  }
  const body = JSON.stringify({ comentario, interno: false })
  for (;;) {
    const init = { method: 'POST', headers, body, signal: AbortSignal.timeout(20_000) }
    const answer = await fetch(`${url}/api/tickets/${ticket}/comentarios`, init).catch(() => null)
    const said = (await answer?.text().catch(() => null)) ?? null
    // Half an answer is none; a refusal is one. Only a server that is gone, or does not know, is asked again.
    if (answer?.ok && said !== null) return
    if (!answer || said === null || answer.status >= 500) {
      await setTimeout(PAUSE_MS)
      continue
    }
    throw new Error(`${answer.status}: ${said}`)
  }
}

/** Writes again and again until told to end. @returns all that was acknowledged */
async function keepWriting(url: string, client: number, ended: () => boolean): Promise<Deed[]> {
  const done: Deed[] = []
  for (let n = 1; !ended(); n++) {
    const deed = { comandoId: system.runtime.newId(), comentario: `De ${client}, el ${n}` }
    await comment(url, 1 + (n % TICKETS), deed)
    done.push(deed)
    await setTimeout(PAUSE_MS)
  }
  return done
}

test.runIf(hasRedisServer)(
  'two processes with one Redis and one remote database are restarted in turn under load, and nothing is lost',
  async () => {
    const servers = await Promise.all([packed.start(environment()), packed.start(environment())])
    const proxy = await startRoundRobin(servers.map(({ port }) => port))
    let over = false
    const writing = Promise.all(
      Array.from({ length: CLIENTS }, (_, client) => keepWriting(proxy.url, client, () => over)),
    )
    try {
      // Politely, as a deployment does it, and once as a power cut does.
      for (const [index, signal] of [
        [0, 'SIGTERM'],
        [1, 'SIGTERM'],
        [0, 'SIGKILL'],
      ] as const) {
        const before = proxy.answered[index] ?? 0
        await expect.poll(() => proxy.answered[index], { timeout: 60_000 }).toBeGreaterThan(before + 5)
        const server = servers[index]
        await server?.close(signal)
        servers[index] = await packed.start(environment(), server?.port ?? 0)
      }
      const before = [...proxy.answered]
      for (const index of [0, 1])
        await expect
          .poll(() => proxy.answered[index], { timeout: 60_000 })
          .toBeGreaterThan((before[index] ?? 0) + 5)
    } finally {
      over = true
    }
    const deeds = (await writing).flat()

    // What a task does in a child process it does with the packed command line.
    const task = newTask(mantenimiento, { accion: 'full', origen: 'pagina' }, { id: 'prueba', vence: NOW })
    await enqueueTasks(system.runtime.queue, [task])
    await expect
      .poll(() => findTask(system.runtime.queue, 'prueba'), { timeout: 60_000 })
      .toMatchObject({ estado: 'hecha' })

    await proxy.close()
    await Promise.all(servers.map(async (server) => await server.close()))
    const log = await expectInvariants(system)
    const times = new Map<string, number>()
    for (const { comando_id, contenido } of log)
      for (const key of [comando_id, contenido ?? '']) times.set(key, (times.get(key) ?? 0) + 1)
    expect(deeds.length).toBeGreaterThan(50)
    const wrong = deeds.filter(
      ({ comandoId, comentario }) => times.get(comandoId) !== 1 || times.get(comentario) !== 1,
    )
    expect(wrong).toEqual([])
  },
  300_000,
)

const NOW = new Date().toISOString()

test.runIf(hasRedisServer)(
  'where the host stops the process between requests, who gives a command has the projections caught up',
  async () => {
    const server = await packed.start({ ...environment(), VERCEL: '1' })
    try {
      const deed = { comandoId: system.runtime.newId(), comentario: 'Sin nadie detrás' }
      await comment(server.url, 1, deed)
      const behind = async () =>
        (await projectionStatus(system.runtime.db.as('admin'), Date.now())).filter(
          ({ estado }) => estado === 'atrasada',
        )
      await expect.poll(behind, { timeout: 30_000 }).toEqual([])
      expect(server.said()).not.toMatch(/puesta al día/)
    } finally {
      await server.close()
    }
  },
)
