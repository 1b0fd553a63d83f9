import { type ChildProcess, spawn } from 'node:child_process'
import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { createQueue, enqueueTasks, newTask } from '@/redis/queue'
import { bundlePath, bundleVictim } from '../../support/bundle'
import { someTicket } from '../../support/follow'
import { contar, openQueueWorld } from '../../support/queue/world'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'
import { openTestSystem } from '../../support/system'

const { CRASH_ROUNDS } = z
  .object({ CRASH_ROUNDS: z.coerce.number().int().positive().default(5) })
  .parse(process.env)
const WORKERS = 2
/** Pending at the beginning of a round. */
const TASKS = 150

/** A worker as a process of its own; `begun` when it has ended a task. */
function spawnWorker(env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, [bundlePath('worker')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const begun = new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.on('close', () => reject(new Error(`a worker ended by itself: ${complaint}`)))
  })
  begun.catch(() => undefined)
  return { child, begun, ended }
}

// Mutants seen to fail: effects in a transaction before their acknowledgement's; a command whose id is not the task's.
test.skipIf(!hasRedisServer)(
  `workers killed at a random moment, ${CRASH_ROUNDS} rounds of ${WORKERS}: no task is lost, none has its effects twice`,
  async () => {
    await bundleVictim('worker')
    const [system, redis] = [await openTestSystem(), await startRedisServer()]
    const world = await openQueueWorld(system)
    const ticket = await someTicket(system, await system.person('operador'))
    const { db, newId } = system.runtime
    const queue = createQueue({
      db: db.as('dispatcher'),
      redis: null,
      now: Date.now,
      newId,
      random: Math.random,
    })
    const env = { TURSO_DATABASE_URL: system.url, REDIS_URL: redis.url, TICKET: String(ticket) }
    let [tasks, kills] = [0, 0]
    for (let round = 1; round <= CRASH_ROUNDS; round++) {
      const vence = new Date().toISOString()
      const fresh = Array.from({ length: Math.max(0, TASKS - (await world.pending())) }, () => {
        tasks += 1
        return newTask(contar, { n: tasks }, { id: `contar:${tasks}`, vence })
      })
      await enqueueTasks(queue, fresh)
      const workers = Array.from({ length: WORKERS }, () => spawnWorker(env))
      await Promise.race(workers.map(({ begun }) => begun))
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))
      for (const { child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map(({ ended }) => ended))
      kills += WORKERS
      if (round % 5 === 0) await redis.flush()
    }
    const left = await world.pending()
    const last = spawnWorker(env)
    await expect.poll(() => world.pending(), { timeout: 120_000, interval: 100 }).toBe(0)
    last.child.kill('SIGKILL')
    await last.ended
    const wrong = (await world.rows()).filter(({ estado, efectos }) => estado !== 'hecha' || efectos !== 1)
    expect(wrong).toEqual([])
    const raw = createClient({ url: system.url })
    const { rows } = await raw.execute({
      sql: `SELECT count(*) AS comentarios, count(DISTINCT contenido) AS distintos FROM interacciones
        WHERE ticket_id = ? AND tipo = 'comentario'`,
      args: [ticket],
    })
    raw.close()
    expect(rows).toMatchObject([{ comentarios: tasks, distintos: tasks }])
    console.log(`${kills} kills: ${tasks} tasks, ${left} left for the last worker`)
    world.close()
    await redis.stop()
    await system.close()
  },
  120_000 + CRASH_ROUNDS * 20_000,
)
