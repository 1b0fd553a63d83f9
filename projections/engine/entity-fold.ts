import { z } from 'zod'
import type { BatchItem, Connection } from '@/db/client'
import { columnsFromJson, JSON_ROWS } from '@/db/json-rows'
import { defineQuery, defineWrite, type Query, type Write } from '@/db/queries'
import type { DomainEvent, Recorded } from '@/domain/events'
import { type EntityRow, type EntityTable, fromJsonRow, jsonRow, type RowEvent } from './entity'
import { knownStreams } from './projection'

const Json = z.string().transform((text) => z.array(z.array(z.unknown())).parse(JSON.parse(text)))

/** What an entity's rows are made of. */
interface Entity<Row extends EntityRow, E extends DomainEvent> {
  readonly table: EntityTable<Row>
  readonly row: z.ZodType<Row>
  readonly flujo: 'ticket' | 'cuenta'
  readonly owns: (event: DomainEvent) => event is E
  readonly reduce: (row: Row | null, event: RowEvent<E>) => Row
}

/** An entity that is folded into a scratch table, with the statements for it. */
export interface EntityFold {
  /** The scratch table: the entity's columns, and none of the constraints that a half-way state may break. */
  readonly ddl: string
  /** The write that takes the scratch rows over these events, each stream's in its order; none where there is nothing to do. */
  readonly prepare: (db: Connection, events: readonly Recorded[]) => Promise<readonly BatchItem[]>
}

/** Registers the statements of an entity's fold. */
export function defineEntityFold<Row extends EntityRow, E extends DomainEvent>(
  entity: Entity<Row, E>,
): EntityFold {
  const { table } = entity
  const names = ['id', ...Object.keys(table.columns)]
  const shadow = `shadow_${table.table}`
  const load = defineQuery({
    name: `${shadow}.cargar`,
    roles: ['admin'],
    sql: `SELECT json_group_array(${jsonRow(table, 's')}) AS filas FROM ${shadow} s
      WHERE s.id IN (SELECT value FROM json_each(?1))`,
    row: z.object({ filas: Json }),
  })
  const put = defineWrite({
    name: `${shadow}.guardar`,
    roles: ['admin'],
    sql: `${JSON_ROWS} INSERT OR REPLACE INTO ${shadow} (${names.join(', ')})
      SELECT ${columnsFromJson(names.length)} FROM e`,
  })
  return {
    ddl: `CREATE TABLE ${shadow} (id INTEGER PRIMARY KEY, ${names.slice(1).join(', ')})`,
    prepare: (db, events) => foldRows(db, { ...entity, load, put }, events),
  }
}

interface Folding<Row extends EntityRow, E extends DomainEvent> extends Entity<Row, E> {
  readonly load: Query<{ readonly filas: readonly (readonly unknown[])[] }>
  readonly put: Write
}

async function foldRows<Row extends EntityRow, E extends DomainEvent>(
  db: Connection,
  { table, row, flujo, owns, reduce, load, put }: Folding<Row, E>,
  events: readonly Recorded[],
): Promise<readonly BatchItem[]> {
  const known = knownStreams(events, flujo)
  const found = known.length === 0 ? null : await db.first(load, [JSON.stringify(known)])
  const before = (found?.filas ?? []).map((array) => row.parse(fromJsonRow(table, array)))
  const rows = new Map(before.map((one) => [one.id, one]))
  const touched = new Set<number>()
  for (const event of events) {
    if (!owns(event)) continue
    const { id } = event.sobre.sujeto
    rows.set(id, reduce(rows.get(id) ?? null, event))
    touched.add(id)
  }
  if (touched.size === 0) return []
  const properties = Object.values(table.columns)
  const arrays = [...rows.values()].flatMap((one) =>
    touched.has(one.id) ? [[one.id, ...properties.map((property) => toSql(one[property]))]] : [],
  )
  return [{ statement: put, args: [JSON.stringify(arrays)] }]
}

function toSql(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value
}
