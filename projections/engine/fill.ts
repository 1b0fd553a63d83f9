import type { BatchItem, Connection, Database } from '@/db/client'
import { withoutIndexes } from '@/db/indexes'
import { defineWrite } from '@/db/queries'
import { decodeEvent } from '@/events/codec'
import { CATCH_UP } from '../registry'
import { FIRST_STREAM, readStreams, type StreamCursor, yieldTurn } from './events'
import { readHead } from './head'

const roles = ['admin'] as const

const EMPTY: readonly BatchItem[] = [
  ...CATCH_UP.flatMap(({ tables }) => tables).map(({ table }) =>
    defineWrite({ name: `llenar.vaciar.${table}`, roles, sql: `DELETE FROM ${table}` }),
  ),
  // A kill leaves rows that wait for a rebuild, and nobody follows on them.
  defineWrite({
    name: 'llenar.empezar',
    roles,
    sql: `UPDATE checkpoints SET posicion = 0, pendiente = 1, titular = NULL, arriendo_hasta = NULL
      WHERE proyeccion IN (${CATCH_UP.map(({ nombre }) => `'${nombre}'`).join(', ')})`,
  }),
].map((statement) => ({ statement, args: [] }))

const FILLED = defineWrite({
  name: 'llenar.acabar',
  roles,
  sql: `UPDATE checkpoints SET posicion = :posicion, version = :version, pendiente = 0, generacion = generacion + 1,
      fecha = :ahora, error = NULL, error_posicion = NULL
    WHERE proyeccion = :proyeccion`,
})

/** Fills what follows the log as fillProjections does, in a file that a kill makes worthless: faster still. */
export async function fillFile(
  url: string,
  database: Database,
  now: () => number,
  onEvents?: (events: number) => void,
): Promise<void> {
  const tables = CATCH_UP.flatMap((one) => one.tables).map(({ table }) => table)
  await withoutIndexes(url, tables, () => fillProjections(database.as('admin'), now, onEvents))
}

/**
 * Makes what follows the log anew from its beginning, in a database that nobody else uses. Stream by stream, that is
 * several times faster than following the log, where each event changes what the one before it wrote.
 * @param db a connection under `admin`
 * @throws UnreadableEvent, or what a projection says of a broken history
 */
export async function fillProjections(
  db: Connection,
  now: () => number,
  onEvents: (events: number) => void = () => undefined,
): Promise<void> {
  const posicion = await readHead(db)
  await db.batch(EMPTY)
  for (let cursor: StreamCursor | null = FIRST_STREAM; cursor !== null; ) {
    const { events: stored, next } = await readStreams(db, cursor, posicion)
    const events = stored.map(decodeEvent)
    for (const projection of CATCH_UP) {
      const items = events.length === 0 ? [] : await projection.prepare(db, events)
      if (items.length > 0) await db.batch(items)
      await yieldTurn()
    }
    onEvents(events.length)
    cursor = next
  }
  const ahora = new Date(now()).toISOString()
  await db.batch(
    CATCH_UP.map(({ nombre, version }) => ({
      statement: FILLED,
      args: { proyeccion: nombre, version, posicion, ahora },
    })),
  )
}
