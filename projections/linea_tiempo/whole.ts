import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent } from '@/domain/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { OF_OWN_TICKETS } from './own'
import { nameEvents, type TimelineItem } from './timeline'

/** So many events are read and shown at once: rendering that many holds up the process about as long as a page does. */
export const CHUNK_SIZE = 100

const chunk = (name: string, view: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT ${EVENT_COLUMNS} FROM ${view}
      WHERE ticket_id = :id AND version > :desde AND version <= :hasta${scope}
      ORDER BY version LIMIT ${CHUNK_SIZE + 1}`,
    row: StoredEvent,
  })

const FOR_STAFF = chunk('linea_tiempo.entera.interna', 'linea_tiempo_interna', '')
const FOR_PRINT = chunk('linea_tiempo.entera.sin_notas', 'linea_tiempo_cliente', '')
const FOR_CLIENT = chunk('linea_tiempo.entera.cliente', 'linea_tiempo_cliente', OF_OWN_TICKETS)

/** What is read of a ticket's whole history. */
export interface WholeRange {
  /** The events after this version. */
  readonly desde: number
  /** Up to this version: what happens while one reads is not in it. */
  readonly hasta: number
  /** With the internal notes; a client never gets any, whatever this says. */
  readonly notas: boolean
}

export interface WholeChunk {
  /** In order of version, oldest first. */
  readonly eventos: readonly TimelineItem[]
  /** The version to go on after; null at the end. */
  readonly siguiente: number | null
}

/** The next CHUNK_SIZE events of a ticket's whole history, from the oldest on, of those that this viewer may see. */
export async function wholeTimelineQuery(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  { desde, hasta, notas }: WholeRange,
): Promise<WholeChunk> {
  const args = { id: ticketId, desde, hasta }
  const filas = seesOnlyOwn(viewer)
    ? await db.all(FOR_CLIENT, { ...args, viewer: viewer.id })
    : await db.all(notas ? FOR_STAFF : FOR_PRINT, args)
  const shown = filas.slice(0, CHUNK_SIZE).map(decodeEvent).filter(isTicketEvent)
  return {
    eventos: await nameEvents(db, shown),
    siguiente: filas.length > CHUNK_SIZE ? (shown.at(-1)?.sobre.version ?? null) : null,
  }
}
