import type { BatchItem, Connection } from '@/db/client'
import { fromJson as at, columnsFromJson, insertJsonRows, JSON_ROWS } from '@/db/json-rows'
import { defineWrite, type Write } from '@/db/queries'
import { CATCH_UP, codeVersionOf } from '../registry'
import { TICKETS } from '../tickets/row'
import { USUARIOS } from '../usuarios/row'
import { NO_PASSWORD } from '../usuarios/write'
import { fencedBatch } from './checkpoints'
import type { RowPair } from './compare'
import type { EntityRow, EntityTable } from './entity'
import type { ComparedTable } from './pages'
import type { CatchUpName, InlineName, ProjectedTable } from './projection'

const roles = ['admin'] as const

// The inline rows are remembered by every process that writes (ADR 0006): a new generation is how they hear of it.
const RAISE = defineWrite({
  name: 'reparar.generacion',
  roles,
  sql: `UPDATE checkpoints SET generacion = generacion + 1,
      posicion = CASE WHEN version <= :version THEN posicion ELSE -1 END
    WHERE proyeccion = :proyeccion`,
})

const FENCE = defineWrite({
  name: 'reparar.valla',
  roles,
  sql: `UPDATE checkpoints SET generacion = generacion + 1,
      posicion = CASE WHEN posicion = :posicion AND version <= :version THEN posicion ELSE -1 END
    WHERE proyeccion = :proyeccion`,
})

/** Puts a page's rows right. False where some had been written meanwhile, and must be compared again. */
export type Repair = (db: Connection, pairs: readonly RowPair[], posicion: number) => Promise<boolean>

/**
 * Rows of an entity, each only if it still stands at the version that it was compared at: who wrote it since is
 * compared again.
 * @param unique columns that no two rows share, with what stands in for them: values that were swapped leave their
 * places first
 * @param secret a NOT NULL column outside the log, and what a row that is missing gets there
 */
function entityRepair<R extends EntityRow>(
  proyeccion: InlineName,
  { table, columns }: EntityTable<R>,
  unique: Readonly<Record<string, (table: string) => string>>,
  secret?: { name: string; none: string },
): Repair {
  const names = Object.keys(columns)
  const versionAt = names.indexOf('version') + 1
  const stands = `${table}.id = ${at(0)} AND ${table}.version = ${at(names.length + 1)}`
  const write = (verb: string, sql: string): Write =>
    defineWrite({ name: `reparar.${table}.${verb}`, roles, sql })
  const insert = write(
    'insertar',
    `${JSON_ROWS} INSERT OR IGNORE INTO ${table} (id, ${names.join(', ')}${secret ? `, ${secret.name}` : ''})
      SELECT ${columnsFromJson(names.length + 1)}${secret ? `, '${secret.none}'` : ''} FROM e ORDER BY ${at(0)}`,
  )
  const update = write(
    'corregir',
    `${JSON_ROWS} UPDATE ${table} SET ${names.map((name, index) => `${name} = ${at(index + 1)}`).join(', ')}
      FROM e WHERE ${stands}`,
  )
  const remove = write(
    'quitar',
    `DELETE FROM ${table} WHERE (id, version) IN (SELECT ${at(0)}, ${at(versionAt)} FROM json_each(?1) e)`,
  )
  const parks = Object.entries(unique).map(([column, elsewhere]) => ({
    index: names.indexOf(column) + 1,
    statement: write(
      `apartar.${column}`,
      // Each value is looked up by its index: as a subquery, the whole list would be read again for every row there is.
      `UPDATE ${table} SET ${column} = ${elsewhere(table)}
        FROM json_each(?1) e LEFT JOIN ${table} o ON o.id = ${at(1)}
        WHERE ${table}.${column} = ${at(0)} AND ${at(1)} <> ${table}.id AND (o.id IS NULL OR o.version = ${at(2)})`,
    ),
  }))
  return async (db, pairs) => {
    const wrong = pairs.flatMap(({ live, folded }) =>
      live && folded ? [[...folded, live[versionAt] ?? null]] : [],
    )
    const missing = pairs.flatMap(({ live, folded }) => (folded && !live ? [folded] : []))
    const extra = pairs.flatMap(({ live, folded }) => (live && !folded ? [live] : []))
    const right = pairs.flatMap(({ live, folded }) =>
      folded ? [{ folded, version: live?.[versionAt] ?? null }] : [],
    )
    const wanted = (index: number) => right.map(({ folded, version }) => [folded[index], folded[0], version])
    const mends = [...itemsFor(update, wrong), ...itemsFor(insert, missing), ...itemsFor(remove, extra)]
    const first = parks.flatMap(({ statement, index }) => itemsFor(statement, wanted(index)))
    const fence = { statement: RAISE, args: { proyeccion, version: codeVersionOf(proyeccion) } }
    const results = await fencedBatch(db, [fence, ...first, ...mends])
    const mended = results.slice(first.length).reduce((sum, { rowsAffected }) => sum + rowsAffected, 0)
    return mended === pairs.length
  }
}

/** Rows that a projector writes: only while it stands where they were compared. */
function catchUpRepair({ table, key, columns }: ProjectedTable, proyeccion: CatchUpName): Repair {
  const write = (verb: string, sql: string): Write =>
    defineWrite({ name: `reparar.${table}.${verb}`, roles, sql })
  const remove = write(
    'quitar',
    `DELETE FROM ${table} WHERE (${key.join(', ')}) IN (
      SELECT ${key.map((column) => at(columns.indexOf(column))).join(', ')} FROM json_each(?1) e)`,
  )
  const insert = write('insertar', insertJsonRows(table, columns))
  return async (db, pairs, posicion) => {
    const present = pairs.flatMap(({ live }) => (live ? [live] : []))
    const right = pairs.flatMap(({ folded }) => (folded ? [folded] : []))
    await fencedBatch(db, [
      { statement: FENCE, args: { proyeccion, posicion, version: codeVersionOf(proyeccion) } },
      ...itemsFor(remove, present),
      ...itemsFor(insert, right),
    ])
    return true
  }
}

function itemsFor(statement: Write, rows: readonly unknown[]): BatchItem[] {
  return rows.length === 0 ? [] : [{ statement, args: [JSON.stringify(rows)] }]
}

const COMMAND = { comando_id: (table: string) => `printf('Z%025d', ${table}.id)` }

const REPAIRS: ReadonlyMap<string, Repair> = new Map<string, Repair>([
  [
    'usuarios',
    entityRepair(
      'usuarios',
      USUARIOS,
      { email: (table) => `'apartada-' || ${table}.id || '@bitacora.invalid'`, ...COMMAND },
      { name: 'password_hash', none: NO_PASSWORD },
    ),
  ],
  ['tickets', entityRepair('tickets', TICKETS, COMMAND)],
  ...CATCH_UP.flatMap(({ nombre, tables }) =>
    tables.map((table) => [table.table, catchUpRepair(table, nombre)] as const),
  ),
])

/**
 * How a table's rows are put right.
 * @returns a repair that takes the page's pairs and the position that they were compared at; it throws LostFence
 * where the projection moved on meanwhile or has rows of another version by now, or what the batch says
 */
export function repairOf({ table }: ComparedTable): Repair {
  const found = REPAIRS.get(table)
  if (!found) throw new Error(`nothing repairs ${table}`)
  return found
}
