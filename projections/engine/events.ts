import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

/** How many events are read at once: more would hold the event loop up. */
export const CHUNK = 500

const EVENTS = defineQuery({
  name: 'proyecciones.eventos',
  roles: ['projector', 'admin'],
  sql: `SELECT ${EVENT_COLUMNS} FROM interacciones WHERE id > :desde AND id <= :hasta ORDER BY id LIMIT :limite`,
  row: StoredEvent,
})

/** The next events after position `desde`, at most `limite` of them and none after `hasta`. */
export async function readEvents(
  db: Connection,
  desde: number,
  hasta = Number.MAX_SAFE_INTEGER,
  limite = CHUNK,
): Promise<StoredEvent[]> {
  return await db.all(EVENTS, { desde, hasta, limite })
}

/** Gives the event loop a turn: calls on a file database never leave it by themselves. */
export async function yieldTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
