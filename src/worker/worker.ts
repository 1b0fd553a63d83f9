import { enqueueTasks, type TaskQueue } from '@/redis/queue'
import { Bell } from '@/redis/queue/bell'
import { type ProcessOptions, type ProcessReport, TaskWork } from '@/redis/queue/process'
import { dueTasks, type Schedule } from './schedule'

export interface WorkerOptions
  extends Pick<ProcessOptions, 'handlers' | 'concurrency' | 'leaseFor' | 'sweepEvery'> {
  readonly queue: TaskQueue
  readonly schedules?: readonly Schedule[]
  /** How long it sleeps where nobody wakes it, in milliseconds: what other processes put in is found then. */
  readonly pollEvery: number
  /** How long a stop waits for what runs, in milliseconds; what runs longer is taken again when its lease runs out. */
  readonly drainWithin?: number
  /** Told of what the database or Redis refused; the worker goes on by itself. */
  readonly onError?: (what: string, error: unknown) => void
}

/** Runs tasks for as long as a process lives. */
export interface Worker {
  readonly report: ProcessReport
  /** There may be something to do. */
  wake(): void
  /** Begins nothing more, gives back what waits, and waits for what runs. */
  stop(): Promise<void>
}

const DRAIN_MS = 10_000
const SLOWEST_POLL_MS = 60_000

/** Starts a worker: it wakes on what this process enqueues, and looks for the rest from time to time. */
export function startWorker(options: WorkerOptions): Worker {
  return new WorkerLoop(options)
}

class WorkerLoop implements Worker {
  readonly #work: TaskWork
  /** Rung by what this process enqueues; a task's end rings the work's own. */
  readonly #enqueued = new Bell()
  readonly #seen = new Map<string, string>()
  readonly #deafen: () => void
  readonly #ended: Promise<void>
  #stopped = false
  #failures = 0

  constructor(private readonly options: WorkerOptions) {
    this.#work = new TaskWork(options.queue, {
      ...options,
      maxTasks: Number.POSITIVE_INFINITY,
      budgetMs: Number.POSITIVE_INFINITY,
    })
    this.#deafen = options.queue.onEnqueued(() => this.wake())
    this.#ended = this.#run()
  }

  get report(): ProcessReport {
    return this.#work.report
  }

  wake(): void {
    this.#enqueued.ring()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#deafen()
    this.wake()
    this.#work.bell.ring()
    const { drainWithin = DRAIN_MS } = this.options
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, drainWithin)
    })
    await Promise.race([this.#ended, patience])
    clearTimeout(timer)
    this.#work.close()
  }

  async #run(): Promise<void> {
    const { pollEvery } = this.options
    while (!this.#stopped) {
      const taken = await this.#takeOnce()
      const pause = Math.min(pollEvery * 2 ** this.#failures, SLOWEST_POLL_MS)
      // Where there is no room, a task's end makes some; where there is nothing to do, only a new one matters.
      if (taken === null) await this.#work.bell.wait(pause)
      else if (taken === 0) await this.#enqueued.wait(pause)
    }
    this.#work.release()
    while (!this.#work.idle) await this.#work.bell.wait()
  }

  /** @returns how many tasks were taken, null where there is no room; 0 also after a failure */
  async #takeOnce(): Promise<number | null> {
    try {
      await this.#enqueueDue()
      const taken = await this.#work.take()
      this.#failures = 0
      return taken
    } catch (error) {
      this.#failures += 1
      this.options.onError?.('tareas', error)
      return 0
    }
  }

  async #enqueueDue(): Promise<void> {
    const { queue, schedules = [] } = this.options
    const due = dueTasks(schedules, new Date(queue.now()).toISOString(), this.#seen)
    await enqueueTasks(queue, due)
    for (const { tipo, id } of due) this.#seen.set(tipo, id)
  }
}
