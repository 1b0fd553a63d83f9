import { nameEvents, type TimelineItem } from '@projections/linea_tiempo/timeline'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent } from '@/domain/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

/** What somebody is told: an event as their own timeline shows it, on which ticket, and when they read of it. */
export interface Notificacion {
  readonly item: TimelineItem
  readonly ticketId: number
  readonly titulo: string
  readonly leida: string | null
}

export interface NotificacionPage {
  /** The newest first. */
  readonly notificaciones: readonly Notificacion[]
  /** The position to ask for what came before; null at the end. */
  readonly siguiente: number | null
}

const PAGE_SIZE = 20
const COLUMNS = EVENT_COLUMNS.split(', ').map((column) => `i.${column}`)
const Row = StoredEvent.extend({ titulo: z.string(), leida: z.string().nullable() })

const list = (name: string, view: string, own: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT ${COLUMNS.join(', ')}, t.titulo, n.leida FROM notificaciones n
      CROSS JOIN ${view} i ON i.id = n.posicion AND i.evento_id = n.evento_id
      CROSS JOIN tickets t ON t.id = n.ticket_id${own}
      WHERE n.usuario_id = :viewer AND n.posicion < :antes ORDER BY n.posicion DESC LIMIT :limite`,
    row: Row,
  })

const OWN = ' AND t.usuario_id = :viewer'
const FOR_STAFF = list('notificaciones.interna', 'linea_tiempo_interna', '')
const FOR_CLIENT = list('notificaciones.cliente', 'linea_tiempo_cliente', OWN)

/** A page of what somebody was told, as far as their role lets them see it today. */
export async function listNotificacionesQuery(
  db: Connection,
  viewer: Viewer,
  { antes = Number.MAX_SAFE_INTEGER, limite = PAGE_SIZE }: { antes?: number; limite?: number } = {},
): Promise<NotificacionPage> {
  const query = seesOnlyOwn(viewer) ? FOR_CLIENT : FOR_STAFF
  const rows = await db.all(query, { viewer: viewer.id, antes, limite: limite + 1 })
  const shown = rows.slice(0, limite)
  const items = await nameEvents(db, shown.map(decodeEvent).filter(isTicketEvent))
  const notificaciones = items.map((item, index) => ({
    item,
    ticketId: item.evento.sobre.sujeto.id,
    titulo: shown[index]?.titulo ?? '',
    leida: shown[index]?.leida ?? null,
  }))
  return { notificaciones, siguiente: rows.length > limite ? (shown.at(-1)?.id ?? null) : null }
}
