import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

/** How many events are read at once: more would hold the event loop up. */
export const CHUNK = 500

const NAMES = StoredEvent.keyof().options

/** A chunk as one text: the driver takes longer to make an object of each row than to read it. */
const Chunk = z.string().transform((text) => Arrays.parse(JSON.parse(text)).map(storedEvent))
const Arrays = z.array(z.array(z.unknown()))

function storedEvent(array: readonly unknown[]): StoredEvent {
  const row: Record<string, unknown> = {}
  for (const [index, name] of NAMES.entries()) row[name] = array[index]
  return StoredEvent.parse(row)
}

const EVENTS = defineQuery({
  name: 'proyecciones.eventos',
  roles: ['projector', 'admin'],
  sql: `SELECT json_group_array(json_array(${EVENT_COLUMNS})) AS eventos FROM (
      SELECT ${EVENT_COLUMNS} FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT :limite)`,
  row: z.object({ eventos: Chunk }),
})

/** The next events after position `desde`, at most `limite` of them and none after `hasta`. */
export async function readEvents(
  db: Connection,
  desde: number,
  hasta = Number.MAX_SAFE_INTEGER,
  limite = CHUNK,
): Promise<StoredEvent[]> {
  return (await db.first(EVENTS, { desde, hasta, limite }))?.eventos ?? []
}

/** Where a walk over the streams stands: after this version of this stream, accounts before tickets. */
export interface StreamCursor {
  readonly flujo: 'cuenta' | 'ticket'
  readonly id: number
  readonly version: number
}

/** Before every stream. */
export const FIRST_STREAM: StreamCursor = { flujo: 'cuenta', id: 0, version: 0 }

const streams = (flujo: StreamCursor['flujo']) =>
  defineQuery({
    name: `proyecciones.flujos.${flujo}`,
    roles: ['admin'],
    sql: `SELECT json_group_array(json_array(${EVENT_COLUMNS})) AS eventos FROM (
      SELECT ${EVENT_COLUMNS} FROM interacciones
      WHERE ${flujo}_id IS NOT NULL AND (${flujo}_id, version) > (:id, :version) AND +id <= :hasta
      ORDER BY ${flujo}_id, version LIMIT :limite)`,
    row: z.object({ eventos: Chunk }),
  })
const STREAMS = { cuenta: streams('cuenta'), ticket: streams('ticket') }

/**
 * The next events stream by stream, none after position `hasta`: whoever folds them has the whole of a stream at once.
 * @returns them, and where to go on; null at the end
 */
export async function readStreams(
  db: Connection,
  { flujo, id, version }: StreamCursor,
  hasta: number,
): Promise<{ readonly events: readonly StoredEvent[]; readonly next: StreamCursor | null }> {
  const found = await db.first(STREAMS[flujo], { id, version, hasta, limite: CHUNK })
  const events = found?.eventos ?? []
  const last = events.at(-1)
  if (events.length === CHUNK && last)
    return { events, next: { flujo, id: last[`${flujo}_id`] ?? 0, version: last.version } }
  return { events, next: flujo === 'cuenta' ? { flujo: 'ticket', id: 0, version: 0 } : null }
}

/** Gives the event loop a turn: calls on a file database never leave it by themselves. */
export async function yieldTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
