import { z } from 'zod'
import { type BatchItem, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { bornOf, type TaskQueue } from '../queue'
import { Attempt, readHistory } from './history'

const roles = ['dispatcher', 'admin'] as const

const Estado = z.enum(['pendiente', 'hecha', 'aparcada', 'descartada'])
export type TaskEstado = z.infer<typeof Estado>

const PARKED = defineQuery({
  name: 'tareas.aparcadas',
  roles,
  sql: "SELECT count(*) AS tareas FROM tareas WHERE estado = 'aparcada' AND fecha_fin IS NOT NULL",
  row: z.object({ tareas: z.number() }),
})

// The pending by their index, the ended by theirs: no row of the table is read, but entries of a month.
const COUNTS = defineQuery({
  name: 'tareas.recuento',
  roles,
  sql: `SELECT 'pendiente' AS estado, count(*) AS tareas FROM tareas WHERE estado = 'pendiente'
    UNION ALL SELECT estado, count(*) FROM tareas WHERE fecha_fin IS NOT NULL GROUP BY estado`,
  row: z.object({ estado: Estado, tareas: z.number() }),
})

const RUNNING = defineQuery({
  name: 'tareas.en_marcha',
  roles,
  sql: `SELECT count(*) FILTER (WHERE arriendo_hasta > :ahora) AS enMarcha,
      count(*) FILTER (WHERE arriendo_hasta <= :ahora) AS abandonadas
    FROM tareas WHERE arriendo_hasta IS NOT NULL`,
  row: z.object({ enMarcha: z.number(), abandonadas: z.number() }),
})

/** For each priority, of those that nobody has: how many wait for their time, and since when the first has been due. */
const DUE = defineQuery({
  name: 'tareas.esperas',
  roles,
  sql: `SELECT prioridad, count(*) FILTER (WHERE vence > :ahora) AS aplazadas,
      count(*) FILTER (WHERE vence <= :ahora) AS vencidas, min(vence) AS primera
    FROM tareas WHERE estado = 'pendiente' AND titular IS NULL GROUP BY prioridad`,
  row: z.object({
    prioridad: z.number(),
    aplazadas: z.number(),
    vencidas: z.number(),
    primera: z.string(),
  }),
})

/** What a queue has before it. */
export interface QueueBacklog {
  readonly aparcadas: number
  /** Under a lease, and under one that ran out: their workers are gone. */
  readonly enMarcha: number
  readonly abandonadas: number
  /** Due, and waiting for their time. */
  readonly vencidas: number
  readonly aplazadas: number
  /** When the one that has been due for longest fell due; null where none is. */
  readonly masAntigua: string | null
}

/** How the queue stands. */
export interface QueueStatus extends QueueBacklog {
  readonly recuento: Readonly<Record<TaskEstado, number>>
}

/** How the queue stands at this moment. */
export async function queueStatus(queue: TaskQueue): Promise<QueueStatus> {
  const [counts, backlog] = await Promise.all([queue.db.all(COUNTS), queueBacklog(queue)])
  const recuento = { pendiente: 0, hecha: 0, aparcada: 0, descartada: 0 }
  for (const { estado, tareas } of counts) recuento[estado] = tareas
  return { recuento, ...backlog }
}

/** What the queue has before it at this moment: without the tasks that are over, of which there may be a month's. */
export async function queueBacklog(queue: TaskQueue): Promise<QueueBacklog> {
  const ahora = new Date(queue.now()).toISOString()
  const [parked, running, due] = await Promise.all([
    queue.db.first(PARKED),
    queue.db.first(RUNNING, { ahora }),
    queue.db.all(DUE, { ahora }),
  ])
  const overdue = due.filter(({ vencidas }) => vencidas > 0).map(({ primera }) => primera)
  return {
    aparcadas: parked?.tareas ?? 0,
    enMarcha: running?.enMarcha ?? 0,
    abandonadas: running?.abandonadas ?? 0,
    vencidas: due.reduce((sum, { vencidas }) => sum + vencidas, 0),
    aplazadas: due.reduce((sum, { aplazadas }) => sum + aplazadas, 0),
    masAntigua: overdue.sort()[0] ?? null,
  }
}

const DONE_SINCE = defineQuery({
  name: 'tareas.hechas_desde',
  roles,
  sql: "SELECT count(*) AS tareas FROM tareas WHERE estado = 'hecha' AND fecha_fin >= :desde",
  row: z.object({ tareas: z.number() }),
})

/** How many were done since an instant. @param desde UTC */
export async function countDoneSince(queue: TaskQueue, desde: string): Promise<number> {
  return (await queue.db.first(DONE_SINCE, { desde }))?.tareas ?? 0
}

/** A task as a page shows it. */
const StoredTask = z.object({
  id: z.string(),
  tipo: z.string(),
  v: z.number(),
  datos: z.string(),
  prioridad: z.number(),
  estado: Estado,
  intentos: z.number(),
  vence: z.string(),
  eventoId: z.string().nullable(),
  arriendoHasta: z.string().nullable(),
  historial: z.string().transform(readHistory).pipe(z.array(Attempt)),
  resultado: z.string().nullable(),
  fechaCreacion: z.string(),
  fechaFin: z.string().nullable(),
})
export type StoredTask = z.infer<typeof StoredTask>

const COLUMNS = `id, tipo, v, datos, prioridad, estado, intentos, vence, evento_id AS eventoId,
  arriendo_hasta AS arriendoHasta, historial, resultado, fecha_creacion AS fechaCreacion, fecha_fin AS fechaFin`

const ONE = defineQuery({
  name: 'tareas.una',
  roles,
  sql: `SELECT ${COLUMNS} FROM tareas WHERE id = :id`,
  row: StoredTask,
})

const ENDED_PAGE = defineQuery({
  name: 'tareas.terminadas',
  roles,
  sql: `SELECT ${COLUMNS} FROM tareas
    WHERE estado = :estado AND fecha_fin IS NOT NULL AND (fecha_fin, id) < (:fecha, :id)
    ORDER BY fecha_fin DESC, id DESC LIMIT :limite`,
  row: StoredTask,
})

/** One task, or null where there is none of that id. */
export async function findTask(queue: TaskQueue, id: string): Promise<StoredTask | null> {
  return await queue.db.first(ONE, { id })
}

/** Where a page of ended tasks goes on: after the last one shown. */
export interface TaskCursor {
  readonly fecha: string
  readonly id: string
}

const LAST: TaskCursor = { fecha: '9999-12-31T23:59:59.999Z', id: '~' }

/** The tasks that ended so, the last first. */
export async function listEndedTasks(
  queue: TaskQueue,
  estado: Exclude<TaskEstado, 'pendiente'>,
  limite: number,
  after: TaskCursor = LAST,
): Promise<StoredTask[]> {
  return await queue.db.all(ENDED_PAGE, { estado, limite, ...after })
}

const RETRY = defineWrite({
  name: 'tareas.reintentar',
  roles,
  sql: `UPDATE tareas SET estado = 'pendiente', intentos = 0, vence = :ahora, fecha_fin = NULL,
      historial = json_insert(historial, '$[#]',
        json_object('fecha', :ahora, 'intento', 0, 'error', 'alguien hizo que se intentara de nuevo'))
    WHERE id = :id AND estado = 'aparcada' RETURNING prioridad`,
})

const DISCARD = defineWrite({
  name: 'tareas.descartar',
  roles,
  sql: `UPDATE tareas SET estado = 'descartada', fecha_fin = :ahora, titular = NULL, arriendo_hasta = NULL
    WHERE id = :id AND estado IN ('aparcada', 'pendiente') RETURNING prioridad`,
})

const Changed = z.object({ prioridad: z.number() })

async function change(
  queue: TaskQueue,
  statement: typeof RETRY,
  id: string,
  effects: readonly BatchItem[] = [],
): Promise<number | null> {
  const ahora = new Date(queue.now()).toISOString()
  const results = await retryBusy(() => queue.db.batch([{ statement, args: { id, ahora } }, ...effects]))
  const row = results[0]?.rows[0]
  if (!row) return null
  await queue.dispatch?.unbury(id)
  await queue.announce(bornOf(results))
  return Changed.parse(row).prioridad
}

/** Lets a parked task run again, with all its attempts before it. @returns false where it is not parked */
export async function retryTask(queue: TaskQueue, id: string): Promise<boolean> {
  const prioridad = await change(queue, RETRY, id)
  if (prioridad === null) return false
  await queue.announce([{ id, prioridad, vence: new Date(queue.now()).toISOString() }])
  return true
}

/**
 * Gives a parked or pending task up; one that runs is not stopped, but nothing that it writes goes in.
 * @param effects written in the same transaction; each must look itself whether the task was given up
 * @returns false where it is over, or there is none
 */
export async function discardTask(
  queue: TaskQueue,
  id: string,
  effects: readonly BatchItem[] = [],
): Promise<boolean> {
  return (await change(queue, DISCARD, id, effects)) !== null
}

const PURGE = defineWrite({
  name: 'tareas.purgar',
  roles,
  sql: `DELETE FROM tareas WHERE id IN (
      SELECT id FROM tareas WHERE estado IN ('hecha', 'descartada') AND fecha_fin < :antes LIMIT :limite)`,
})

/** Sweeps away what ended before a moment, but for the parked: at most `limite` rows, as a part of somebody's batch. */
export function purgeItem(antes: string, limite: number): BatchItem {
  return { statement: PURGE, args: { antes, limite } }
}
