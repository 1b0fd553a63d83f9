import { z } from 'zod'
import type { BatchItem, Connection } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { Figures, Gauges } from '@/metrics/snapshot'

const roles = ['monitor', 'admin'] as const
const readers = [...roles, 'api_server'] as const

const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema)

/** A process's figures as it published them. */
export const Published = z.object({
  proceso: z.string(),
  desde: z.string(),
  fecha: z.string(),
  cifras: json(Figures),
  medidas: json(Gauges),
})
export type Published = z.infer<typeof Published>

const PUBLISH = defineWrite({
  name: 'metricas.publicar',
  roles,
  sql: `INSERT INTO metricas_procesos (proceso, desde, fecha, cifras, medidas)
    VALUES (:proceso, :desde, :fecha, :cifras, :medidas)
    ON CONFLICT (proceso) DO UPDATE SET fecha = :fecha, cifras = :cifras, medidas = :medidas`,
})

const BURY = defineWrite({
  name: 'metricas.enterrar',
  roles,
  sql: 'DELETE FROM metricas_procesos WHERE fecha < :antes',
})

const LIVING = defineQuery({
  name: 'metricas.procesos',
  roles: readers,
  sql: 'SELECT proceso, desde, fecha, cifras, medidas FROM metricas_procesos WHERE fecha >= :desde ORDER BY proceso',
  row: Published,
})

const LEAVE = defineWrite({
  name: 'metricas.retirar',
  roles,
  sql: 'DELETE FROM metricas_procesos WHERE proceso = :proceso',
})

/** Puts a process's figures where others find them. */
export function publishItem({ cifras, medidas, ...row }: Published): BatchItem {
  const args = { ...row, cifras: JSON.stringify(cifras), medidas: JSON.stringify(medidas) }
  return { statement: PUBLISH, args }
}

/** Takes away what processes that died left. */
export function buryItem(antes: string): BatchItem {
  return { statement: BURY, args: { antes } }
}

/** Takes a process's figures away: it ends. */
export async function leave(db: Connection, proceso: string): Promise<void> {
  await db.batch([{ statement: LEAVE, args: { proceso } }])
}

/** The processes that showed themselves since an instant. */
export async function livingProcesses(db: Connection, desde: string): Promise<Published[]> {
  return await db.all(LIVING, { desde })
}

/** How much of time a row of the history is of. */
export const LEVELS = {
  minuto: { ms: 60_000, keptMs: 26 * 3_600_000 },
  decena: { ms: 600_000, keptMs: 8 * 86_400_000 },
  hora: { ms: 3_600_000, keptMs: 400 * 86_400_000 },
} as const
export type Level = keyof typeof LEVELS

/** What a stretch of time added. */
export const Stretch = z.object({ instante: z.string(), cifras: json(Figures), medidas: json(Gauges) })
export type Stretch = z.infer<typeof Stretch>

const KEEP = defineWrite({
  name: 'metricas.guardar',
  roles,
  sql: `INSERT INTO metricas_historia (nivel, instante, proceso, cifras, medidas)
    VALUES (:nivel, :instante, :proceso, :cifras, :medidas)
    ON CONFLICT (nivel, instante, proceso) DO UPDATE SET cifras = :cifras, medidas = :medidas`,
})

const MOST_READ = 20_000

// Of more rows than that, the newest: with many processes a window must not end before now.
const HISTORY = defineQuery({
  name: 'metricas.historia',
  roles: readers,
  sql: `SELECT instante, cifras, medidas FROM (SELECT * FROM metricas_historia
    WHERE nivel = :nivel AND instante >= :desde AND instante < :hasta ORDER BY instante DESC LIMIT ${MOST_READ})
    ORDER BY instante`,
  row: Stretch,
})

const Instant = z.object({ instante: z.string().nullable() })

const NEWEST = defineQuery({
  name: 'metricas.historia.ultimo',
  roles,
  sql: 'SELECT max(instante) AS instante FROM metricas_historia WHERE nivel = :nivel',
  row: Instant,
})

const NEXT = defineQuery({
  name: 'metricas.historia.siguiente',
  roles,
  sql: 'SELECT min(instante) AS instante FROM metricas_historia WHERE nivel = :nivel AND instante >= :desde',
  row: Instant,
})

const FORGET = defineWrite({
  name: 'metricas.olvidar',
  roles,
  sql: `DELETE FROM metricas_historia WHERE nivel = :nivel AND instante IN (
    SELECT instante FROM metricas_historia WHERE nivel = :nivel AND instante < :antes ORDER BY instante LIMIT 500)`,
})

/** Keeps what a stretch added; `proceso` is empty where it is of all. */
export function keepItem(nivel: Level, proceso: string, { instante, cifras, medidas }: Stretch): BatchItem {
  const [figures, gauges] = [JSON.stringify(cifras), JSON.stringify(medidas)]
  return { statement: KEEP, args: { nivel, instante, proceso, cifras: figures, medidas: gauges } }
}

// A text that looks like a number would be compared as one.
const LAST = '9999-12-31T23:59:59.999Z'

/** The stretches that begin from an instant on and before another, the oldest first. */
export async function readHistory(
  db: Connection,
  nivel: Level,
  desde: string,
  hasta = LAST,
): Promise<Stretch[]> {
  return await db.all(HISTORY, { nivel, desde, hasta })
}

/** When the last stretch of a level begins; null where it has none. */
export async function newestStretch(db: Connection, nivel: Level): Promise<string | null> {
  return (await db.first(NEWEST, { nivel }))?.instante ?? null
}

/** When the first stretch of a level begins that is not before an instant; null where there is none. */
export async function nextStretch(db: Connection, nivel: Level, desde: string): Promise<string | null> {
  return (await db.first(NEXT, { nivel, desde }))?.instante ?? null
}

/** Takes away what a level keeps no longer: the rows of 500 instants at most. */
export function forgetItem(nivel: Level, now: number): BatchItem {
  return { statement: FORGET, args: { nivel, antes: new Date(now - LEVELS[nivel].keptMs).toISOString() } }
}
