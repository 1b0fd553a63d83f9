import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import type { BatchItem } from '@/db/client'
import { defineWrite } from '@/db/queries'
import { defineTask, handleTask, type TaskHandler } from '@/redis/queue/task'
import type { TestSystem } from '../system'

/** A task of the tests, whose effect is a row that says which attempt made it. */
export const contar = defineTask({
  tipo: 'contar',
  v: 1,
  datos: z.object({ n: z.number() }),
  prioridad: 'normal',
  maxIntentos: 4,
})

// No unique key: an effect that happened twice is to be seen.
const TABLE = 'CREATE TABLE IF NOT EXISTS efectos (tarea TEXT NOT NULL, intento INTEGER NOT NULL)'

const EFFECT = defineWrite({
  name: 'prueba.efecto',
  roles: ['dispatcher'],
  sql: 'INSERT INTO efectos (tarea, intento) VALUES (:id, :intento)',
})

/** What a task does to the database, once. */
export function effectOf(id: string, intento: number): BatchItem {
  return { statement: EFFECT, args: { id, intento } }
}

export const contarHandler: TaskHandler = handleTask(contar, (_datos, { id, intento }) => ({
  writes: [effectOf(id, intento)],
}))

const Row = z.object({
  id: z.string(),
  prioridad: z.number(),
  estado: z.string(),
  intentos: z.number(),
  vence: z.string(),
  arriendo: z.string().nullable(),
  efectos: z.number(),
})
export type TaskRow = z.infer<typeof Row>

/** The database as a test looks at it, past all roles. */
export interface QueueWorld {
  rows(): Promise<TaskRow[]>
  /** How many are pending. */
  pending(): Promise<number>
  clear(): Promise<void>
  close(): void
}

/** Makes the table of effects in a system's database. */
export async function openQueueWorld({ file }: Pick<TestSystem, 'file'>): Promise<QueueWorld> {
  const raw: Client = createClient({ url: `file:${file}`, concurrency: 1, timeout: 5000 })
  await raw.execute(TABLE)
  return {
    async rows() {
      const { rows } =
        await raw.execute(`SELECT id, prioridad, estado, intentos, vence, arriendo_hasta AS arriendo,
        coalesce(e.efectos, 0) AS efectos
        FROM tareas LEFT JOIN (SELECT tarea, count(*) AS efectos FROM efectos GROUP BY tarea) e ON e.tarea = id
        ORDER BY prioridad, vence, id`)
      return rows.map((row) => Row.parse(row))
    },
    async pending() {
      const { rows } = await raw.execute("SELECT count(*) AS n FROM tareas WHERE estado = 'pendiente'")
      return z.object({ n: z.number() }).parse(rows[0]).n
    },
    async clear() {
      await raw.batch(['DELETE FROM tareas', 'DELETE FROM efectos'], 'write')
    },
    close: () => raw.close(),
  }
}
