import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { BEGINNING, LogPoint } from '../formato/manifest'
import { EVENT_COLUMNS, PAGE, READ_EVENTS, SIDE_TABLES, type SideTable, type Since } from './tables'

const POINT = defineQuery({
  name: 'respaldo.punto',
  roles: ['admin'],
  sql: `SELECT id AS posicion, evento_id AS eventoId, fecha_registro AS fecha FROM interacciones
    WHERE id <= :hasta ORDER BY id DESC LIMIT 1`,
  row: LogPoint,
})

/** The last event up to a position. */
export async function readPoint(db: Connection, hasta = Number.MAX_SAFE_INTEGER): Promise<LogPoint> {
  return (await db.first(POINT, { hasta })) ?? BEGINNING
}

/** Written in front of a table's rows, each of which is a line of its own. */
export const Marker = z.object({ tabla: z.string(), columnas: z.array(z.string()).readonly() })
/** The last line: what has none was cut off. */
export const End = z.object({ fin: z.literal(true), filas: z.number() })

export interface RegistroOptions {
  /** A connection under `admin`. */
  readonly db: Connection
  readonly desde: number
  readonly hasta: number
  readonly since: Since
  /** True where only what can't be had again is taken beside the events. */
  readonly continua: boolean
  readonly onProgress?: ((posicion: number) => void) | undefined
}

/** Events of the log and what is in none, as lines of JSON: a marker for each table, then an array a row. */
export async function* registroLines(options: RegistroOptions): AsyncGenerator<Buffer> {
  let filas = 0
  for await (const rows of eventPages(options)) {
    if (filas === 0) yield line({ tabla: 'interacciones', columnas: EVENT_COLUMNS })
    filas += rows.length
    yield Buffer.from(`${rows.join('\n')}\n`)
  }
  for (const side of SIDE_TABLES.filter(({ continua }) => continua || !options.continua)) {
    yield line({ tabla: side.tabla, columnas: side.columnas })
    for await (const rows of sidePages(options.db, options.since, side)) {
      filas += rows.length
      yield Buffer.from(`${rows.join('\n')}\n`)
    }
  }
  yield line({ fin: true, filas })
}

const line = (value: z.infer<typeof Marker> | z.infer<typeof End>): Buffer =>
  Buffer.from(`${JSON.stringify(value)}\n`)

async function* eventPages({ db, desde, hasta, onProgress }: RegistroOptions): AsyncGenerator<string[]> {
  for (let after = desde; ; ) {
    const page = await db.all(READ_EVENTS, { desde: after, hasta })
    const last = page.at(-1)
    if (last === undefined) return
    yield page.map(({ fila }) => fila)
    after = positionOf(last.fila)
    onProgress?.(after)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The rows of a table beside the log that are newer than a backup, a page at a time. */
export async function* sidePages(db: Connection, since: Since, side: SideTable): AsyncGenerator<string[]> {
  for (let tras: readonly unknown[] | null = null; ; ) {
    const page: { readonly fila: string }[] = await db.all(side.leer, [JSON.stringify({ ...since, tras })])
    const last = page.at(-1)
    if (last === undefined) return
    yield page.map(({ fila }) => fila)
    if (page.length < PAGE) return
    tras = z.array(z.unknown()).parse(JSON.parse(last.fila)).slice(0, side.clave)
  }
}

/** The id that an event's line begins with. */
export function positionOf(fila: string): number {
  return Number(fila.slice(1, fila.indexOf(',')))
}
