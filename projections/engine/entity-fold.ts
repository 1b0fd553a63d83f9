import { z } from 'zod'
import type { BatchItem, Connection } from '@/db/client'
import { defineQuery, defineWrite, type Query, type Write } from '@/db/queries'
import { type EntityRow, type EntityTable, fromJsonRow, jsonRow } from './entity'

// Held in memory, in rows: what a log touches, it mostly touches again soon.
const HELD = 20_000

const Json = z.string().transform((text) => z.array(z.array(z.unknown())).parse(JSON.parse(text)))

/** An entity that can be folded into a scratch table, with the statements for it. */
export interface EntityFoldKind<Row extends EntityRow> {
  readonly table: EntityTable<Row>
  readonly row: z.ZodType<Row>
  /** The scratch table: the entity's columns, and none of the constraints that a half-way state may break. */
  readonly ddl: string
  readonly load: Query<{ readonly filas: readonly (readonly unknown[])[] }>
  readonly put: Write
}

/** Registers the statements of an entity's fold. */
export function defineEntityFold<Row extends EntityRow>(
  table: EntityTable<Row>,
  row: z.ZodType<Row>,
): EntityFoldKind<Row> {
  const names = ['id', ...Object.keys(table.columns)]
  const shadow = `shadow_${table.table}`
  return {
    table,
    row,
    ddl: `CREATE TABLE ${shadow} (id INTEGER PRIMARY KEY, ${names.slice(1).join(', ')})`,
    load: defineQuery({
      name: `${shadow}.cargar`,
      roles: ['admin'],
      sql: `SELECT json_group_array(${jsonRow(table, 's')}) AS filas FROM ${shadow} s
        WHERE s.id IN (SELECT value FROM json_each(?1))`,
      row: z.object({ filas: Json }),
    }),
    put: defineWrite({
      name: `${shadow}.guardar`,
      roles: ['admin'],
      sql: `INSERT OR REPLACE INTO ${shadow} (${names.join(', ')})
        SELECT ${names.map((_, index) => `e.value ->> ${index}`).join(', ')} FROM json_each(?1) e`,
    }),
  }
}

/** An entity's rows as the log adds up to them: in a scratch table, those in work in memory. */
export class EntityFold<Row extends EntityRow> {
  readonly #rows = new Map<number, Row>()
  readonly #dirty = new Set<number>()

  constructor(
    private readonly db: Connection,
    private readonly kind: EntityFoldKind<Row>,
  ) {}

  /** Brings rows into memory, where there are any. */
  async hold(ids: readonly number[]): Promise<void> {
    const missing = ids.filter((id) => !this.#rows.has(id))
    if (missing.length === 0) return
    const found = await this.db.first(this.kind.load, [JSON.stringify(missing)])
    for (const array of found?.filas ?? []) {
      const row = this.kind.row.parse(fromJsonRow(this.kind.table, array))
      this.#rows.set(row.id, row)
    }
  }

  get(id: number): Row | null {
    return this.#rows.get(id) ?? null
  }

  set(row: Row): void {
    this.#rows.set(row.id, row)
    this.#dirty.add(row.id)
  }

  /** How many rows wait to be written. */
  get pending(): number {
    return this.#dirty.size
  }

  /** The statement that writes what changed since the last time; those rows may be let go of then. */
  takeWrite(): BatchItem {
    const properties = Object.values(this.kind.table.columns)
    const arrays = [...this.#dirty].flatMap((id) => {
      const row = this.#rows.get(id)
      return row ? [[id, ...properties.map((property) => toSql(row[property]))]] : []
    })
    this.#dirty.clear()
    return { statement: this.kind.put, args: [JSON.stringify(arrays)] }
  }

  /** Lets go of the rows that came in first. Not while some wait to be written. */
  trim(): void {
    if (this.#rows.size <= HELD || this.#dirty.size > 0) return
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= HELD / 2) return
      this.#rows.delete(id)
    }
  }
}

function toSql(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value
}
