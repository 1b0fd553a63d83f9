import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { openDatabase } from '@/db/client'
import { migrate } from '@/db/migrate'
import { createUlids } from '@/events/ids'
import { openRedis } from '@/redis/client'
import { createQueue, enqueueTasks, newTask } from '@/redis/queue'
import { Dispatch } from '@/redis/queue/dispatch'
import { processBatchTasks } from '@/redis/queue/process'
import { defineTask, handleTask } from '@/redis/queue/task'
import { startRedisServer } from '../../support/redis-server'
import { measure } from '../replay/scenario'

// `tsx tests/bench/queue/queue.ts <mode> [tasks]` prints a Figure: tasks per second in and out, with leases. `completa`:
// a file's rows (FULL) behind a Redis server of its own; `tabla`: without Redis; `reparto`: Redis alone, passing ids on.

const Mode = z.enum(['completa', 'tabla', 'reparto'])
const mode = Mode.parse(process.argv[2] ?? 'completa')
const total = z.coerce
  .number()
  .int()
  .positive()
  .parse(process.argv[3] ?? 20_000)
const GROUP = 128

const kind = defineTask({
  tipo: 'medir',
  v: 1,
  datos: z.object({ n: z.number() }),
  prioridad: 'normal',
  maxIntentos: 3,
})
const idOf = (n: number) => `medir:${String(n).padStart(10, '0')}`

/** Calls `work` with the first and the last but one of each group. */
async function inGroups(work: (from: number, to: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < total; from += GROUP) await work(from, Math.min(total, from + GROUP))
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

const server = await startRedisServer()
const folder = await mkdtemp(join(tmpdir(), 'bitacora-cola-'))
const redis = openRedis({ tipo: 'tcp', url: server.url }, { now: Date.now })

async function dispatchAlone(): Promise<number> {
  const dispatch = new Dispatch(redis, Date.now, (_what, error) => {
    throw error
  })
  const desde = new Date().toISOString()
  await dispatch.markFilled()
  await inGroups((from, to) =>
    dispatch.push(numbers(from, to).map((n) => ({ id: idOf(n), prioridad: 1, desde }))),
  )
  for (let done = 0; ; ) {
    const taken = await dispatch.take(GROUP, 30_000)
    if (!taken || taken.ids.length === 0) return done
    await dispatch.settle(taken.ids.map((id) => ({ id, que: 'fin', prioridad: 1, desde: 0 })))
    done += taken.ids.length
  }
}

async function whole(over: typeof redis | null): Promise<number> {
  const url = `file:${join(folder, 'medida.db')}`
  await migrate({ url })
  const database = await openDatabase({ url })
  const ulids = createUlids()
  const queue = createQueue({
    db: database.as('dispatcher'),
    redis: over,
    now: Date.now,
    newId: () => ulids(Date.now()),
    random: Math.random,
  })
  const handlers = [handleTask(kind, ({ n }) => ({ resultado: n }))]
  const work = { handlers, maxTasks: total, budgetMs: 600_000, sweepEvery: 600_000 }
  // Redis is filled, and the table looked through, before there is anything to do.
  await processBatchTasks(queue, work)
  let done = 0
  await measure(async () => {
    const vence = new Date().toISOString()
    await inGroups((from, to) =>
      enqueueTasks(
        queue,
        numbers(from, to).map((n) => newTask(kind, { n }, { id: idOf(n), vence })),
      ),
    )
    done = (await processBatchTasks(queue, work)).hechas
    return done
  })
  database.close()
  return done
}

if (mode === 'reparto') await measure(dispatchAlone)
else if ((await whole(mode === 'completa' ? redis : null)) !== total) process.exitCode = 1
redis.close()
await server.stop()
await rm(folder, { recursive: true, force: true })
