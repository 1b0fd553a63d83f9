import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent } from '@/domain/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { nameEvents, type TimelineItem } from './timeline'

/** Of each ticket so many events at most, the last ones. */
const PER_TICKET = 10

const BETWEEN = defineQuery({
  name: 'linea_tiempo.entremedias',
  roles: ['api_server'],
  sql: `SELECT ${EVENT_COLUMNS.replace(/\w+/g, 'l.$&')}
    FROM json_each(:tramos) e CROSS JOIN linea_tiempo_interna l
      ON l.ticket_id = e.value ->> 0 AND l.version > e.value ->> 1
    ORDER BY l.ticket_id, l.version LIMIT :limite`,
  row: StoredEvent,
})

/** The part of a ticket's history between what somebody saw and what it is now. */
export interface Stretch {
  readonly ticketId: number
  readonly vista: number
  readonly actual: number
}

/**
 * What happened to many tickets since somebody of the staff looked, the last of it, oldest first, by ticket; nothing
 * for those who see only their own tickets.
 */
export async function betweenQuery(
  db: Connection,
  viewer: Viewer,
  stretches: readonly Stretch[],
): Promise<ReadonlyMap<number, readonly TimelineItem[]>> {
  if (seesOnlyOwn(viewer) || stretches.length === 0) return new Map()
  const tramos = stretches.map(({ ticketId, vista, actual }) => [
    ticketId,
    Math.max(vista, actual - PER_TICKET),
  ])
  // A little more than the stretches hold: what was recorded since the conflict was told is shown too.
  const limite = stretches.length * PER_TICKET * 2
  const rows = await db.all(BETWEEN, { tramos: JSON.stringify(tramos), limite })
  const items = await nameEvents(db, rows.map(decodeEvent).filter(isTicketEvent))
  const byTicket = new Map<number, TimelineItem[]>()
  for (const item of items) {
    const { id } = item.evento.sobre.sujeto
    byTicket.set(id, [...(byTicket.get(id) ?? []), item])
  }
  return byTicket
}
