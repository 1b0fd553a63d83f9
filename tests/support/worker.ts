import { createQueue } from '@/redis/queue'
import type { ProcessReport } from '@/redis/queue/process'
import { runCli } from '@/runtime/child'
import { type BatchReport, type BatchWork, runBatch } from '@/worker/batch'
import { createHandlers, SCHEDULES } from '@/worker/handlers'
import type { TestSystem } from './system'

export const DAY = 24 * 60 * 60_000

interface WorkOptions {
  /** How far this worker's clock is ahead, in milliseconds. */
  readonly ahead?: number
  readonly config?: Partial<TestSystem['config']>
}

/** A worker of its own on a system's database, as another process would be, with a clock that may be ahead. */
export function openWork(system: TestSystem, { ahead = 0, config = {} }: WorkOptions = {}): BatchWork {
  const { db, bus, newId } = system.runtime
  const now = () => Date.now() + ahead
  const settings = { ...system.config, ...config }
  const parts = { db, bus, now, newId, config: settings, runChild: runCli(settings) }
  const queue = createQueue({ db: db.as('dispatcher'), redis: null, now, newId, random: () => 0 })
  return { ...parts, queue, handlers: createHandlers(parts), schedules: SCHEDULES }
}

/** One round, as a cron gives it. */
export async function round(work: BatchWork): Promise<BatchReport> {
  return await runBatch(work, { ms: 30_000, max: 1000 })
}

/** Rounds until nothing is taken any more: what a task enqueues is done too. */
export async function work(system: TestSystem, options?: WorkOptions): Promise<ProcessReport> {
  const worker = openWork(system, options)
  const first = await round(worker)
  for (let last = first; last.tareas.tomadas > 0; ) last = await round(worker)
  return first.tareas
}
