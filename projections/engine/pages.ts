import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery, type Query } from '@/db/queries'
import { CATCH_UP } from '../registry'
import { TICKETS } from '../tickets/row'
import { USUARIOS } from '../usuarios/row'
import type { EntityRow, EntityTable } from './entity'
import type { ProjectedTable, ProjectionName } from './projection'

const PAGE_SIZE = 500

export type Value = string | number | null
/** A row of a projected table, its columns in the table's order. */
export type Row = readonly Value[]
export type Key = readonly (string | number)[]

const Rows = z.array(z.array(z.union([z.string(), z.number(), z.null()])))

const LivePage = z.object({ posicion: z.number(), filas: z.string() })
const ShadowPage = z.object({ filas: z.string() })

/** A table as a rebuild compares it: its pages in the live database, each with where it stands, and in the shadow. */
export interface ComparedTable extends ProjectedTable {
  readonly proyeccion: ProjectionName
  readonly live: Query<z.infer<typeof LivePage>>
  readonly shadow: Query<z.infer<typeof ShadowPage>>
}

/** The rows of a page as one text: two that are equal need no second look. */
function pageOf({ key, columns }: ProjectedTable, from: string): string {
  // The driver binds a number as REAL, by which FTS5 finds no row: it would go through all of them for every page.
  const bound = key.map((column, at) => (column === 'rowid' ? `CAST(?${at + 1} AS INTEGER)` : `?${at + 1}`))
  const after = `(${key.join(', ')}) > (${bound.join(', ')})`
  return `(SELECT json_group_array(json_array(${columns.map((_, index) => `c${index}`).join(', ')})) FROM (
      SELECT ${columns.map((column, index) => `${column} AS c${index}`).join(', ')} FROM ${from}
      WHERE ${after} ORDER BY ${key.join(', ')} LIMIT ${PAGE_SIZE})) AS filas`
}

function compared(
  proyeccion: ProjectionName,
  table: ProjectedTable,
  position: string,
  shadow: string,
): ComparedTable {
  return {
    ...table,
    proyeccion,
    // One statement: the rows and the position that they stand at are of one moment.
    live: defineQuery({
      name: `proyecciones.pagina.${table.table}`,
      roles: ['admin'],
      sql: `SELECT ${position} AS posicion, ${pageOf(table, table.table)}`,
      row: LivePage,
    }),
    shadow: defineQuery({
      name: `shadow.pagina.${table.table}`,
      roles: ['admin'],
      sql: `SELECT ${pageOf(table, shadow)}`,
      row: ShadowPage,
    }),
  }
}

const HEAD = '(SELECT coalesce(max(id), 0) FROM interacciones)'

function entity<R extends EntityRow>(table: EntityTable<R>): ComparedTable {
  const projected = { table: table.table, key: ['id'], columns: ['id', ...Object.keys(table.columns)] }
  return compared(table.table, projected, HEAD, `shadow_${table.table}`)
}

/** Every table of every projection. */
export const COMPARED: readonly ComparedTable[] = [
  entity(USUARIOS),
  entity(TICKETS),
  ...CATCH_UP.flatMap(({ nombre, tables }) =>
    tables.map((table) => {
      const position = `(SELECT posicion FROM checkpoints WHERE proyeccion = '${nombre}')`
      return compared(nombre, table, position, table.table)
    }),
  ),
]

/** Before every key there is: no id, position or count is below 0, and no text sorts before a digit. */
export function beforeAll({ key }: ProjectedTable): Key {
  return key.map(() => -1)
}

export interface Page {
  readonly text: string
  /** The last key of a page that may have a successor; null on the last one. */
  readonly last: Key | null
}

/** The live page after a key, and the position that it stands at. */
export async function readLivePage(
  db: Connection,
  table: ComparedTable,
  after: Key,
): Promise<Page & { readonly posicion: number }> {
  const found = await db.first(table.live, [...after])
  if (found === null) throw new Error(`no page of ${table.table}`)
  return { posicion: found.posicion, text: found.filas, last: lastKey(table, found.filas) }
}

/** The shadow's page after a key. */
export async function readShadowPage(db: Connection, table: ComparedTable, after: Key): Promise<Page> {
  const found = await db.first(table.shadow, [...after])
  if (found === null) throw new Error(`no page of ${table.table}`)
  return { text: found.filas, last: lastKey(table, found.filas) }
}

/** A page's rows by their keys' text, up to a last key where one is given. */
export function rowsOf(table: ProjectedTable, { text }: Page, upTo: Key | null): Map<string, Row> {
  const rows = Rows.parse(JSON.parse(text))
  return new Map(
    rows.flatMap((row) => {
      const key = keyOf(table, row)
      return upTo !== null && isBefore(upTo, key) ? [] : [[key.join('/'), row] as const]
    }),
  )
}

function lastKey(table: ProjectedTable, text: string): Key | null {
  const rows = z.array(z.unknown()).parse(JSON.parse(text))
  if (rows.length < PAGE_SIZE) return null
  const [last = []] = Rows.parse(rows.slice(-1))
  return keyOf(table, last)
}

/** A row's key. */
export function keyOf({ key, columns }: ProjectedTable, row: Row): Key {
  return key.map((column) => row[columns.indexOf(column)] ?? -1)
}

/** Whether a key comes before another one. */
export function isBefore(a: Key, b: Key): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  const [left, right] = [a[at], b[at]]
  return left !== undefined && right !== undefined && left < right
}
