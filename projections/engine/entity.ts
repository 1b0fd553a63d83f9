import { fromJson as at, JSON_ROWS } from '@/db/json-rows'
import type { DbRole } from '@/db/queries'
import { defineWrite, type Write } from '@/db/queries'
import type { DomainEvent, Envelope } from '@/domain/events'
import { type AccountGuard, GENERATION, guardsHold } from '@/events/guards'

/** The part of an envelope that a row may depend on: known before the event is in the log. */
export type RowEnvelope = Pick<
  Envelope,
  'sujeto' | 'usuarioId' | 'version' | 'comandoId' | 'fecha' | 'esInterno'
>

/** An event as an entity's reducer sees it, before or after it was appended. */
export type RowEvent<E extends DomainEvent> = E & { readonly sobre: RowEnvelope }

/** A projected row: whatever else it holds, it knows its stream, its version and the command that made it. */
export interface EntityRow {
  readonly id: number
  readonly version: number
  readonly comandoId: string
}

/** A table with one row per stream: its columns, each with the row's property that it holds. */
export interface EntityTable<Row extends EntityRow> {
  readonly table: 'tickets' | 'usuarios'
  /** The log's column that names the stream. */
  readonly streamColumn: 'ticket_id' | 'cuenta_id'
  /** Column → property, without `id`; `version` and `comando_id` among them. */
  readonly columns: Readonly<Record<string, keyof Row & string>>
  /** Columns that no event changes after the first: left out of updates, their indexes need no write. */
  readonly fixed: readonly string[]
}

/** A row to be written: what it becomes, and the version it must still stand at. */
export interface RowWrite<Row extends EntityRow> {
  readonly row: Row
  readonly base: number
  /** The command whose events come last: the row is written only if they are in the log. */
  readonly ultimoComando: string
  /** The accounts that the stream's commands relied on. */
  readonly guardias: readonly AccountGuard[]
  /** Columns that are no part of the log, such as a password's hash; left alone where null. */
  readonly secreto: string | null
}

export interface EntityWrites {
  /** Makes the rows of new streams at version 0, unless their command is in the log already or a guard moved on. Takes `encodeRows` and the rows' generation. */
  readonly insert: Write
  /** Brings rows from `base` to their version, if their events went in. Takes `encodeRows`. */
  readonly update: Write
}

/**
 * The two set-based statements that write an entity's rows; `rowsAffected` of each must equal the rows sent.
 * @param secretColumn a NOT NULL column outside the log, and what stands in it where there is no secret
 */
export function defineEntityWrites<Row extends EntityRow>(
  { table, streamColumn, columns, fixed }: EntityTable<Row>,
  roles: readonly DbRole[],
  secretColumn?: { readonly name: string; readonly none: string },
): EntityWrites {
  const names = Object.keys(columns)
  const base = names.length + 1
  const [last, secret, guards] = [base + 1, base + 2, base + 3]
  const [version, comando] = [names.indexOf('version') + 1, names.indexOf('comando_id') + 1]
  const secretInsert = secretColumn
    ? [secretColumn.name, `coalesce(${at(secret)}, '${secretColumn.none}')`]
    : null
  const values = names.map((name, index) => (name === 'version' ? '0' : at(index + 1)))
  const insert = `${JSON_ROWS} INSERT INTO ${table} (${[...names, ...(secretInsert ? [secretInsert[0]] : [])].join(', ')})
    SELECT ${[...values, ...(secretInsert ? [secretInsert[1]] : [])].join(', ')}
    FROM e
    WHERE ${at(base)} = 0 AND NOT EXISTS (SELECT 1 FROM interacciones i WHERE i.comando_id = ${at(comando)})
      AND ${guardsHold(`e.value -> ${guards}`)} AND ?2 = ${GENERATION}
    ORDER BY e.key`
  const sets = names.flatMap((name, index) => (fixed.includes(name) ? [] : [`${name} = ${at(index + 1)}`]))
  if (secretColumn) sets.push(`${secretColumn.name} = coalesce(${at(secret)}, ${table}.${secretColumn.name})`)
  const update = `${JSON_ROWS} UPDATE ${table} SET ${sets.join(', ')}
    FROM e
    WHERE ${table}.id = coalesce(${at(0)}, (SELECT n.id FROM ${table} n WHERE n.comando_id = ${at(comando)}))
      AND ${table}.version = ${at(base)}
      AND EXISTS (SELECT 1 FROM interacciones i
        WHERE i.${streamColumn} = ${table}.id AND i.version = ${at(version)} AND i.comando_id = ${at(last)})`
  return {
    insert: defineWrite({ name: `${table}.insert`, roles, sql: insert }),
    update: defineWrite({ name: `${table}.update`, roles, sql: update }),
  }
}

/** The JSON that the two writes take: one array per row, in the order of the table's columns. */
export function encodeRows<Row extends EntityRow>(
  table: EntityTable<Row>,
  writes: readonly RowWrite<Row>[],
): string {
  const properties = Object.values(table.columns)
  return JSON.stringify(
    writes.map(({ row, base, ultimoComando, secreto, guardias }) => [
      row.id === 0 ? null : row.id,
      ...properties.map((property) => row[property]),
      base,
      ultimoComando,
      secreto,
      guardias,
    ]),
  )
}

/** `json_array(id, column, …)`: a row as the set-based load returns it. */
export function jsonRow<Row extends EntityRow>({ columns }: EntityTable<Row>, alias: string): string {
  return `json_array(${['id', ...Object.keys(columns)].map((name) => `${alias}.${name}`).join(', ')})`
}

/** `id, column AS property, …`: a row as queries select it. */
export function selectRow<Row extends EntityRow>({ columns }: EntityTable<Row>, alias: string): string {
  const selected = Object.entries(columns).map(([column, property]) => `${alias}.${column} AS ${property}`)
  return [`${alias}.id AS id`, ...selected].join(', ')
}

/** An array that `jsonRow` made, as an object that the row's schema can parse. */
export function fromJsonRow<Row extends EntityRow>(
  { columns }: EntityTable<Row>,
  array: readonly unknown[],
): Record<string, unknown> {
  const row: Record<string, unknown> = { id: array[0] }
  let index = 1
  for (const column in columns) row[columns[column] ?? column] = array[index++]
  return row
}
