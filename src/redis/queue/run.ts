import { retryBusy } from '@/db/client'
import { clock, observe } from '@/metrics/instruments'
import type { TaskQueue } from '../queue'
import { firstAttempt } from './history'
import { type Ended, type Ending, type Written, writeEnds } from './settle'
import { type ClaimedTask, RENEW } from './statements'
import { PermanentTaskError, type TaskHandler, type TaskOutcome } from './task'

export interface RunOptions {
  readonly handlers: readonly TaskHandler[]
  /** How many run at a time. */
  readonly concurrency: number
  /** Milliseconds. */
  readonly leaseFor: number
  /** A task ended, or its end was written. */
  readonly onChange: () => void
  readonly onWritten: (what: Written | 'inciertas') => void
  /** Told of what the database refused; the tasks are taken again when their leases run out. */
  readonly onError: (what: string, error: unknown) => void
}

// Ends of so many tasks share a transaction at most: a larger one would hold the event loop up.
const GROUP = 128

/** Runs claimed tasks, so many at a time, and writes their ends in groups while others run. */
export class TaskRunner {
  readonly #waiting: ClaimedTask[] = []
  readonly #running = new Map<string, { readonly task: ClaimedTask; readonly abort: AbortController }>()
  readonly #ended: Ended[] = []
  #writing = 0
  readonly #handlers: ReadonlyMap<string, TaskHandler>
  readonly #renewal: NodeJS.Timeout

  constructor(
    private readonly queue: TaskQueue,
    private readonly options: RunOptions,
  ) {
    this.#handlers = new Map(options.handlers.map((handler) => [kindOf(handler), handler]))
    this.#renewal = setInterval(() => void this.renew(), options.leaseFor / 3)
    this.#renewal.unref()
  }

  /** Those whose turn has not come. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** All that it holds, to the ends that are not written yet. */
  get held(): number {
    return this.#waiting.length + this.#running.size + this.#ended.length + this.#writing
  }

  /** Takes claimed tasks over. */
  hold(tasks: readonly ClaimedTask[]): void {
    this.#waiting.push(...tasks)
    this.#start()
  }

  /** Gives back what has not begun. */
  release(): void {
    for (const task of this.#waiting.splice(0)) this.#end(task, { como: 'devuelta' })
  }

  /** Tells what runs that its result is not waited for. */
  abort(): void {
    for (const { abort } of this.#running.values()) abort.abort()
  }

  close(): void {
    clearInterval(this.#renewal)
  }

  /** Renews the leases of all that it holds; what is somebody else's by now is let go. */
  async renew(): Promise<void> {
    const { queue, options } = this
    const held = [...this.#waiting, ...[...this.#running.values()].map(({ task }) => task)]
    if (held.length === 0) return
    const rows = held.map(({ id, valla }) => [id, valla])
    const until = new Date(queue.now() + options.leaseFor).toISOString()
    try {
      const item = { statement: RENEW, args: [JSON.stringify(rows), until] }
      const [result] = await retryBusy(() => queue.db.batch([item]))
      const mine = new Set(result?.rows.map((row) => row.id))
      for (const { id } of held) if (!mine.has(id)) this.#running.get(id)?.abort.abort()
      const lost = this.#waiting.filter(({ id }) => !mine.has(id))
      for (const task of lost) this.#waiting.splice(this.#waiting.indexOf(task), 1)
      await queue.dispatch?.renew(
        held.flatMap(({ id }) => (mine.has(id) ? [id] : [])),
        options.leaseFor,
      )
    } catch (error) {
      options.onError('renovar tareas', error)
    }
  }

  #start(): void {
    while (this.#running.size < this.options.concurrency) {
      const task = this.#waiting.shift()
      if (!task) return
      const abort = new AbortController()
      this.#running.set(task.id, { task, abort })
      void this.#run(task, abort.signal)
    }
  }

  async #run(task: ClaimedTask, signal: AbortSignal): Promise<void> {
    const since = clock()
    const ending = await this.#attempt(task, signal)
    observe('tarea', task.tipo, since, 0, ending.como === 'fallida')
    this.#running.delete(task.id)
    this.#end(task, ending)
    this.#start()
  }

  async #attempt(task: ClaimedTask, signal: AbortSignal): Promise<Ending> {
    const { id, tipo, v, intentos, eventoId } = task
    const handler = this.#handlers.get(kindOf(task))
    // In a deploy, others may have code for it already, or still.
    if (!handler)
      return { como: 'aplazada', error: `ningún código de esta versión sabe de tareas «${tipo}» v${v}` }
    if (intentos > handler.maxIntentos)
      return failed('se agotaron los intentos: el último terminó sin decir cómo', true)
    try {
      const ahora = this.queue.now()
      const first = firstAttempt(task.historial)
      const primero = first === null ? ahora : Date.parse(first.fecha)
      const context = { id, intento: intentos, eventoId, ahora, primero, signal }
      return done(await handler.run(JSON.parse(task.datos), context))
    } catch (error) {
      return failed(
        error instanceof Error ? error.message : String(error),
        error instanceof PermanentTaskError,
      )
    }
  }

  #end(task: ClaimedTask, ending: Ending): void {
    const maxIntentos = this.#handlers.get(kindOf(task))?.maxIntentos ?? 0
    this.#ended.push({ task, maxIntentos, ending })
    // The next turn: what ends in this one shares the transaction.
    if (this.#ended.length === 1 && this.#writing === 0) setImmediate(() => void this.#write())
    this.options.onChange()
  }

  async #write(): Promise<void> {
    while (this.#ended.length > 0) {
      const group = this.#ended.splice(0, GROUP)
      this.#writing = group.length
      try {
        const written = await writeEnds(this.queue, group)
        for (const what of written.values()) this.options.onWritten(what)
      } catch (error) {
        for (const _ of group) this.options.onWritten('inciertas')
        this.options.onError('acusar tareas', error)
      }
      this.#writing = 0
      this.options.onChange()
    }
  }
}

function kindOf({ tipo, v }: { readonly tipo: string; readonly v: number }): string {
  return `${tipo} ${v}`
}

function failed(error: string, permanente: boolean): Ending {
  return { como: 'fallida', error, permanente }
}

/** @throws where the result is no JSON */
function done({ writes = [], resultado }: TaskOutcome): Ending {
  return { como: 'hecha', writes, resultado: resultado === undefined ? null : JSON.stringify(resultado) }
}
