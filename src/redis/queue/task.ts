import type { z } from 'zod'
import type { BatchItem } from '@/db/client'

/** In the order in which tasks are taken: all that is due of one before any of the next. */
export const PRIORITIES = ['alta', 'normal', 'baja'] as const
export type TaskPriority = (typeof PRIORITIES)[number]

/** A kind of task in one form of its data. */
export interface TaskKind<Datos> {
  /** Small letters and underscores. */
  readonly tipo: string
  /** Raised when the data's form changes; the handlers of both stay until no task of the old one is left. */
  readonly v: number
  /** Of JSON: what it takes is what was stored. */
  readonly datos: z.ZodType<Datos>
  readonly prioridad: TaskPriority
  /** After so many failed attempts it is parked. */
  readonly maxIntentos: number
}

/** Describes a kind of task. */
export function defineTask<Datos>(kind: TaskKind<Datos>): TaskKind<Datos> {
  return kind
}

/** What a handler is told of the task that it runs. */
export interface TaskContext {
  /** What the task is deduplicated by: the same at every attempt, so ids of its effects are derived from it. */
  readonly id: string
  /** 1 at the first. */
  readonly intento: number
  readonly eventoId: string | null
  /** Milliseconds of the Unix epoch. */
  readonly ahora: number
  /** When the first attempt failed, in the same; now, where this is the first. */
  readonly primero: number
  /** Aborted when the lease got lost: somebody else has the task now, and nothing of this run will be written. */
  readonly signal: AbortSignal
}

/** What came of a task. */
export interface TaskOutcome {
  /**
   * Written in the transaction that marks the task as done, or not at all: once, however often it is run. The
   * statements run under `dispatcher`.
   */
  readonly writes?: readonly BatchItem[]
  /** Kept with the task; JSON of at most 4,000 characters. */
  readonly resultado?: unknown
}

/** Runs a task of one kind. Whatever it throws is an attempt that failed; a PermanentTaskError parks the task at once. */
export type TaskRun<Datos> = (
  datos: Datos,
  context: TaskContext,
) => Promise<TaskOutcome | undefined> | TaskOutcome | undefined

/** A kind with what runs it. */
export interface TaskHandler {
  readonly tipo: string
  readonly v: number
  readonly maxIntentos: number
  /** @throws PermanentTaskError where the data is not of the kind, or what the run throws */
  run(datos: unknown, context: TaskContext): Promise<TaskOutcome>
}

/** Says what runs the tasks of a kind. */
export function handleTask<Datos>(kind: TaskKind<Datos>, run: TaskRun<Datos>): TaskHandler {
  return {
    tipo: kind.tipo,
    v: kind.v,
    maxIntentos: kind.maxIntentos,
    async run(datos, context) {
      const parsed = kind.datos.safeParse(datos)
      if (!parsed.success)
        throw new PermanentTaskError(`datos de ${kind.tipo} v${kind.v}: ${problems(parsed.error)}`)
      return (await run(parsed.data, context)) ?? {}
    },
  }
}

/** Trying again would not help: the task is parked at once, with this message. */
export class PermanentTaskError extends Error {
  override readonly name = 'PermanentTaskError'
}

function problems(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || '.'}: ${message}`).join('; ')
}
