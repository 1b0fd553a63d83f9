import type { TaskQueue } from '../queue'
import { Bell } from './bell'
import { Claimer } from './claim'
import { TaskRunner } from './run'
import type { Written } from './settle'
import type { TaskHandler } from './task'

/** How many tasks were taken, and came to what; `inciertas` are those whose end the database did not answer for. */
export type ProcessReport = Readonly<Record<'tomadas' | 'inciertas' | Written, number>>

export interface ProcessOptions {
  readonly handlers: readonly TaskHandler[]
  /** So many are taken at most. */
  readonly maxTasks: number
  /** For so long tasks are taken, in milliseconds; what was begun is ended all the same. */
  readonly budgetMs: number
  /** True where no more is to be begun: what waits is given back. */
  readonly stopped?: () => boolean
  /** How many run at a time. */
  readonly concurrency?: number
  /** For how long a task is a worker's without being renewed, in milliseconds. */
  readonly leaseFor?: number
  /** How often the table is looked through although Redis answers, in milliseconds. */
  readonly sweepEvery?: number
  readonly onError?: (what: string, error: unknown) => void
}

const CONCURRENCY = 16
const LEASE_MS = 30_000
const SWEEP_MS = 10_000
/** Claimed at once: set-based, so that a transaction is shared. */
const CLAIMED_AT_ONCE = 128
/** Held at once, whatever has ended and is not written included. */
const HELD_MOST = 512

/** One worker's work: takes tasks, runs them, writes their ends. */
export class TaskWork {
  readonly bell = new Bell()
  readonly #runner: TaskRunner
  readonly #claimer: Claimer
  readonly #titular: string
  readonly #counts = {
    tomadas: 0,
    hechas: 0,
    reintentadas: 0,
    aparcadas: 0,
    devueltas: 0,
    perdidas: 0,
    inciertas: 0,
  }

  constructor(
    queue: TaskQueue,
    private readonly options: ProcessOptions,
  ) {
    const { handlers, concurrency = CONCURRENCY, leaseFor = LEASE_MS, sweepEvery = SWEEP_MS } = options
    this.#titular = queue.newId()
    this.#claimer = new Claimer(queue, sweepEvery)
    this.#runner = new TaskRunner(queue, {
      handlers,
      concurrency,
      leaseFor,
      onChange: () => this.bell.ring(),
      onWritten: (what) => {
        this.#counts[what] += 1
      },
      onError: options.onError ?? (() => undefined),
    })
  }

  get report(): ProcessReport {
    return { ...this.#counts }
  }

  /** True where it holds nothing any more. */
  get idle(): boolean {
    return this.#runner.held === 0
  }

  /**
   * Takes the next tasks, if there is room for them.
   * @returns how many; null where there was no room
   * @throws what the database says
   */
  async take(): Promise<number | null> {
    const { concurrency = CONCURRENCY, leaseFor = LEASE_MS, maxTasks } = this.options
    const limite = Math.min(CLAIMED_AT_ONCE, maxTasks - this.#counts.tomadas)
    // What waits here is kept from other workers: no more than the next ones to begin.
    if (limite <= 0 || this.#runner.waiting >= concurrency || this.#runner.held > HELD_MOST) return null
    const tasks = await this.#claimer.take({ titular: this.#titular, leaseFor, limite })
    this.#counts.tomadas += tasks.length
    this.#runner.hold(tasks)
    return tasks.length
  }

  /** The next take asks the table too. */
  sweepNext(): void {
    this.#claimer.sweepNext()
  }

  /** Gives back what has not begun. */
  release(): void {
    this.#runner.release()
  }

  /** Lets go of everything: what runs is told so, and its leases run out. */
  close(): void {
    this.#runner.abort()
    this.#runner.close()
  }
}

/**
 * Takes and runs what is due until nothing is, or the number or the time is reached: for a cron or a command.
 * @throws what the database says where no task can be taken; those that were are ended before
 */
export async function processBatchTasks(queue: TaskQueue, options: ProcessOptions): Promise<ProcessReport> {
  const { budgetMs, stopped = () => false } = options
  const until = queue.now() + budgetMs
  const work = new TaskWork(queue, options)
  const round = { dry: false, sure: false }
  // What ends may bear tasks: a mail is to go out in the run that noticed it was due, and not in the next cron's.
  const deafen = queue.onEnqueued(() => {
    round.dry = false
    work.bell.ring()
  })
  let failure: { readonly error: unknown } | null = null
  try {
    for (;;) {
      const over = stopped() || queue.now() >= until
      if (over) work.release()
      else if (failure === null)
        try {
          if (await takeMore(work, round)) continue
        } catch (error) {
          failure = { error }
        }
      if (work.idle && (over || failure !== null || isOver(work, round))) break
      if (!work.idle) await work.bell.wait()
    }
  } finally {
    deafen()
    work.close()
  }
  if (failure) throw failure.error
  return work.report
}

interface Round {
  /** True where the last take gave nothing. */
  dry: boolean
  /** True where it asked the table. */
  sure: boolean
}

/** @returns true where something was taken */
async function takeMore(work: TaskWork, round: Round): Promise<boolean> {
  if (round.dry) return false
  round.dry = true
  const taken = await work.take()
  if (taken === null) round.dry = false
  if (taken === null || taken === 0) return false
  round.dry = false
  round.sure = false
  return true
}

/** Whether nothing is due any more, where nothing runs; what Redis was not told of, the table is asked for once more. */
function isOver(work: TaskWork, round: Round): boolean {
  // Not dry: there is no room, for all that may be taken was.
  if (!round.dry || round.sure) return true
  work.sweepNext()
  round.dry = false
  round.sure = true
  return false
}
