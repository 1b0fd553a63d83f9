import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { type MeasuredSize, measureFile } from '@/db/sizes'
import type { TableSize } from '@/metrics/advice/facts'

const roles = ['monitor', 'admin'] as const
const KEPT_DAYS = 400
const DAY_MS = 86_400_000

const PUT = defineWrite({
  name: 'metricas.tamanos.guardar',
  roles,
  sql: `INSERT INTO metricas_tamanos (tabla, dia, filas, bytes, fecha)
    SELECT e.value ->> 0, substr(:fecha, 1, 10), e.value ->> 1, e.value ->> 2, :fecha FROM json_each(:tamanos) e WHERE true
    ON CONFLICT (dia, tabla) DO UPDATE SET filas = excluded.filas, bytes = excluded.bytes, fecha = excluded.fecha`,
})
const FORGET = defineWrite({
  name: 'metricas.tamanos.olvidar',
  roles,
  sql: 'DELETE FROM metricas_tamanos WHERE dia < :antes',
})

const Size = z.object({
  tabla: z.string(),
  dia: z.string(),
  filas: z.number().nullable(),
  bytes: z.number().nullable(),
  fecha: z.string(),
})

const LATEST = defineQuery({
  name: 'metricas.tamanos.ultimos',
  roles: [...roles, 'api_server'],
  sql: `SELECT tabla, dia, filas, bytes, fecha FROM metricas_tamanos
    WHERE dia = (SELECT max(dia) FROM metricas_tamanos) ORDER BY tabla`,
  row: Size,
})
const OF_DAY = defineQuery({
  name: 'metricas.tamanos.del_dia',
  roles: [...roles, 'api_server'],
  sql: `SELECT tabla, dia, filas, bytes, fecha FROM metricas_tamanos
    WHERE dia = (SELECT max(dia) FROM metricas_tamanos WHERE dia <= :dia) ORDER BY tabla`,
  row: Size,
})
/** A remote database tells no table's size; the log's rows are its last position. */
const LOG_ROWS = defineQuery({
  name: 'metricas.tamanos.registro',
  roles,
  sql: "SELECT 'interacciones' AS tabla, coalesce(max(id), 0) AS filas, NULL AS bytes FROM interacciones",
  row: z.object({ tabla: z.string(), filas: z.number(), bytes: z.null() }),
})

/** The last sizes that were measured, and when. */
export interface Sizes {
  readonly fecha: string | null
  readonly tablas: ReadonlyMap<string, TableSize>
}

/** The sizes as they were last measured. */
export async function latestSizes(db: Connection): Promise<Sizes> {
  return sizesOf(await db.all(LATEST))
}

/** The sizes as they were on a day, or on the last one before that was measured. @param dia YYYY-MM-DD */
export async function sizesOn(db: Connection, dia: string): Promise<Sizes> {
  return sizesOf(await db.all(OF_DAY, { dia }))
}

function sizesOf(rows: readonly z.infer<typeof Size>[]): Sizes {
  const fecha = rows.reduce<string | null>(
    (last, row) => (last === null || row.fecha > last ? row.fecha : last),
    null,
  )
  return { fecha, tablas: new Map(rows.map(({ tabla, filas, bytes }) => [tabla, { filas, bytes }])) }
}

/** Measures the tables and keeps it as the day's sizes. @throws what the measuring or the database says */
export async function measureSizes(
  db: Connection,
  { url, now, signal }: { readonly url: string; readonly now: number; readonly signal?: AbortSignal },
): Promise<void> {
  const measured: readonly MeasuredSize[] = url.startsWith('file:')
    ? await measureFile(url, signal)
    : await db.all(LOG_ROWS)
  const fecha = new Date(now).toISOString()
  const tamanos = JSON.stringify(measured.map(({ tabla, filas, bytes }) => [tabla, filas, bytes]))
  const antes = new Date(now - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10)
  await retryBusy(() =>
    db.batch([
      { statement: PUT, args: { fecha, tamanos } },
      { statement: FORGET, args: { antes } },
    ]),
  )
}
