import { reject } from '@/domain/rejections'
import { clock } from '@/metrics/instruments'
import { traceContext, traced } from '@/metrics/tracing'
import { digestCommand } from './digest'
import { type Entry, type GroupOptions, NOTHING_SENT, runGroup } from './group'
import { noteAnswer } from './instruments'
import { RowMemory } from './row-memory'
import type { CommandEnvelope, CommandResult } from './types'

export interface BusOptions extends GroupOptions {
  /** How many commands share one write at most. */
  readonly maxGroup?: number
  /** How many commands may wait; beyond it the answer is OCUPADO. */
  readonly maxQueue?: number
  /** How long a command is tried again, in milliseconds, before its outcome is given up as unknown. */
  readonly patience?: number
}

export interface CommandBus {
  /**
   * Takes a command through load, decide and append; resolves after COMMIT.
   * @throws OutcomeUnknown when the database did not answer: send the same comandoId again
   */
  dispatch(envelope: CommandEnvelope): Promise<CommandResult>
  /** Resolves when nothing is queued or in flight any more. */
  idle(): Promise<void>
}

/** The one way into the log. Commands that arrive while a write is in flight share the next one. */
export function createCommandBus(options: BusOptions): CommandBus {
  const { maxGroup = 128, maxQueue = 4096, patience = 10_000 } = options
  const bus = { ...options, memory: new RowMemory() }
  let queue: Entry[] = []
  let running: Promise<void> | null = null

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      // A file database answers without ever leaving this turn of the event loop: without a pause nothing else would
      // run until the queue is empty. And commands that arrive together share a write.
      await new Promise((resolve) => setImmediate(resolve))
      const { group, rest } = takeGroup(queue, maxGroup)
      queue = rest
      // A write that is shared stands in the trace of the first command that it carries.
      const deferred = await traced(
        'grupo',
        { comandos: group.length },
        () => runGroup(bus, group),
        group[0]?.contexto ?? null,
      )
      queue = [...deferred, ...queue]
    }
  }

  function start(): void {
    running ??= drain().finally(() => {
      running = null
      if (queue.length > 0) start()
    })
  }

  return {
    async dispatch(envelope) {
      const since = clock()
      const { comando, comandoId, correlacionId = comandoId } = envelope
      const answer = () =>
        new Promise<CommandResult>((settle, fail) => {
          if (queue.length >= maxQueue) return settle({ estado: 'rechazado', ...reject('OCUPADO', {}) })
          const [digest, deadline] = [digestCommand(envelope), performance.now() + patience]
          const contexto = traceContext()
          queue.push({ envelope, digest, deadline, settle, fail, contexto, enviados: NOTHING_SENT })
          return start()
        })
      // By its correlation a trace is found in the log, and the log's events in the trace.
      const ids = { comando_id: comandoId, correlacion_id: correlacionId }
      return await traced(`comando ${comando.tipo}`, ids, () => noteAnswer(comando.tipo, since, answer()))
    },
    async idle() {
      while (running) await running
    },
  }
}

/** The next group in order of arrival. A comandoId that is in it already waits: the log will answer it. */
function takeGroup(queue: readonly Entry[], max: number): { group: Entry[]; rest: Entry[] } {
  const seen = new Set<string>()
  const group: Entry[] = []
  const rest: Entry[] = []
  for (const entry of queue) {
    if (group.length < max && !seen.has(entry.envelope.comandoId)) group.push(entry)
    else rest.push(entry)
    seen.add(entry.envelope.comandoId)
  }
  return { group, rest }
}
