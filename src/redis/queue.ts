import { z } from 'zod'
import type { BatchItem, BatchResult, Connection } from '@/db/client'
import { retryBusy } from '@/db/client'
import type { RedisService } from './client'
import { Dispatch } from './queue/dispatch'
import { INSERT } from './queue/statements'
import { PRIORITIES, type TaskKind, type TaskPriority } from './queue/task'

export interface QueueOptions {
  /** A connection under `dispatcher`. */
  readonly db: Connection
  /** What passes ids on; null where the table does it alone. */
  readonly redis: RedisService | null
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number
  /** A new ULID. */
  readonly newId: () => string
  /** From 0 to 1: spreads what is tried again. */
  readonly random: () => number
  /** Told of what Redis answered that it should not have; the queue goes on from its table. */
  readonly onError?: (what: string, error: unknown) => void
}

/** The queue: the table `tareas` says what is to be done, Redis only passes it on. */
export interface TaskQueue extends Omit<QueueOptions, 'redis' | 'onError'> {
  /** The way over Redis, where there is one. */
  readonly dispatch: Dispatch | null
  /** Calls `listener` whenever this process puts tasks in. @returns what ends that */
  onEnqueued(listener: () => void): () => void
  /** Tells Redis and this process's workers of tasks that are in the table. Never fails: what it misses is swept up. */
  announce(tasks: readonly Pick<NewTask, 'id' | 'prioridad' | 'vence'>[]): Promise<void>
}

/** Makes a process's queue. */
export function createQueue({ redis, onError = () => undefined, ...parts }: QueueOptions): TaskQueue {
  const dispatch = redis === null ? null : new Dispatch(redis, parts.now, onError)
  const listeners = new Set<() => void>()
  return {
    ...parts,
    dispatch,
    onEnqueued(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async announce(tasks) {
      if (tasks.length === 0) return
      await dispatch?.push(tasks.map(({ id, prioridad, vence }) => ({ id, prioridad, desde: vence })))
      for (const listener of listeners) listener()
    },
  }
}

/** A task as it goes into the table. */
export interface NewTask {
  readonly id: string
  readonly tipo: string
  readonly v: number
  /** JSON. */
  readonly datos: string
  readonly prioridad: number
  readonly vence: string
  readonly eventoId: string | null
}

export interface TaskOptions {
  /** What it is deduplicated by: letters, digits and `-_:.`, at most 200. */
  readonly id: string
  /** Not before, UTC. */
  readonly vence: string
  readonly prioridad?: TaskPriority
  /** The event that bears it. */
  readonly eventoId?: string
}

/** A task of a kind. @throws ZodError where the data is not of the kind */
export function newTask<Datos>(kind: TaskKind<Datos>, datos: Datos, options: TaskOptions): NewTask {
  kind.datos.parse(datos)
  const { id, vence, prioridad = kind.prioridad, eventoId = null } = options
  const { tipo, v } = kind
  return {
    id,
    tipo,
    v,
    datos: JSON.stringify(datos),
    prioridad: PRIORITIES.indexOf(prioridad),
    vence,
    eventoId,
  }
}

/** Puts tasks into the table as a part of somebody's batch; those whose ids are known change nothing. */
export function insertTasks(tasks: readonly NewTask[], ahora: string): BatchItem {
  const rows = tasks.map(({ id, tipo, v, datos, prioridad, vence, eventoId }) => [
    id,
    tipo,
    v,
    datos,
    prioridad,
    vence,
    eventoId,
    ahora,
  ])
  return { statement: INSERT, args: [JSON.stringify(rows)] }
}

const BornTask = z.object({ id: z.string(), prioridad: z.number(), vence: z.string() })

/** The tasks that a batch put in, whichever of its statements did: those that give an id, a priority and a time. */
export function bornOf(results: readonly BatchResult[]): z.infer<typeof BornTask>[] {
  return results.flatMap(({ columns, rows }) =>
    columns.includes('vence') ? rows.map((row) => BornTask.parse(row)) : [],
  )
}

/**
 * Puts tasks in: into the table, then into Redis, whose failing is no failure.
 * @returns how many were new
 * @throws what the database says: then none is in, or after a lost answer all may be; the same ids may be sent again
 */
export async function enqueueTasks(queue: TaskQueue, tasks: readonly NewTask[]): Promise<number> {
  if (tasks.length === 0) return 0
  const ahora = new Date(queue.now()).toISOString()
  const [result] = await retryBusy(() => queue.db.batch([insertTasks(tasks, ahora)]))
  const nuevas = new Set(result?.rows.map((row) => row.id))
  // One that was there may be due at another time than this one of the same id.
  await queue.announce(tasks.filter(({ id }) => nuevas.has(id)))
  return nuevas.size
}

/** Puts one task in, due at once where nothing else is said. @see enqueueTasks @returns its id, and whether it is new */
export async function enqueueTask<Datos>(
  queue: TaskQueue,
  kind: TaskKind<Datos>,
  datos: Datos,
  options: Partial<TaskOptions> = {},
): Promise<{ readonly id: string; readonly nueva: boolean }> {
  const { id = `${kind.tipo}:${queue.newId()}`, vence = new Date(queue.now()).toISOString() } = options
  const nueva = (await enqueueTasks(queue, [newTask(kind, datos, { ...options, id, vence })])) === 1
  return { id, nueva }
}
