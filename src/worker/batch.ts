import type { Cabeza } from '@/events/seals/head'
import { enqueueTasks, type TaskQueue } from '@/redis/queue'
import { type ProcessReport, processBatchTasks } from '@/redis/queue/process'
import type { TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from './parts'
import { dueTasks, type Schedule } from './schedule'
import { type CaughtUp, catchUp } from './upkeep/catch-up'
import { sealNow } from './upkeep/seal'

export interface BatchWork extends WorkerParts {
  readonly queue: TaskQueue
  readonly handlers: readonly TaskHandler[]
  readonly schedules: readonly Schedule[]
}

export interface BatchOptions {
  /** For so long new work is begun, in milliseconds; what was begun is ended. */
  readonly ms: number
  /** So many tasks at most. */
  readonly max: number
  /** False where this round seals nothing; seals need not be closer than a minute. */
  readonly sellar?: boolean
  /** True where nothing more is to be begun. */
  readonly stopped?: () => boolean
  readonly onError?: (what: string, error: unknown) => void
}

/** What a batch did. */
export interface BatchReport {
  readonly proyecciones: readonly CaughtUp[]
  readonly tareas: ProcessReport
  /** The new head, where one was made. */
  readonly sello: Cabeza | null
  /** Why nothing was sealed although there was something to seal. */
  readonly errorSello: string | null
  readonly milisegundos: number
}

// What follows the log bears the tasks: it comes first, but must leave time for them.
const SHARE_OF_CATCH_UP = 0.5

/**
 * One round of all that goes on behind the pages: projections, tasks, a seal. Any number of processes may do it at once:
 * leases and fences keep them from doing anything twice.
 * @throws what the database says
 */
export async function runBatch(work: BatchWork, options: BatchOptions): Promise<BatchReport> {
  const { ms, max, sellar = true, stopped = () => false, onError = () => undefined } = options
  const { queue, handlers, schedules, now } = work
  const began = now()
  const half = began + ms * SHARE_OF_CATCH_UP
  const proyecciones = await catchUp(work, () => stopped() || now() >= half)
  await enqueueTasks(queue, dueTasks(schedules, new Date(now()).toISOString(), new Map()))
  const budgetMs = Math.max(0, began + ms - now())
  const tareas = await processBatchTasks(queue, { handlers, maxTasks: max, budgetMs, stopped, onError })
  // Last, so that what the tasks added is in it.
  const sealed = sellar ? await sealSafely(work, onError) : { sello: null, errorSello: null }
  return { proyecciones, tareas, ...sealed, milisegundos: now() - began }
}

/** A key that can't be used must not keep the tasks from being done. */
async function sealSafely(
  work: BatchWork,
  onError: (what: string, error: unknown) => void,
): Promise<Pick<BatchReport, 'sello' | 'errorSello'>> {
  try {
    return { sello: await sealNow(work, onError), errorSello: null }
  } catch (error) {
    onError('sellado', error)
    return { sello: null, errorSello: error instanceof Error ? error.message : String(error) }
  }
}
