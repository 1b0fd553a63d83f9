import { type Person, peopleQuery } from '@projections/usuarios/people'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { CUENTA_SISTEMA, type Rol } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { OF_OWN_TICKETS } from './own'

/** An event of a ticket as a timeline shows it, with the names of the accounts in it. */
export interface TimelineItem {
  readonly evento: Recorded<TicketEvent>
  readonly autor: string
  /** The author's role today; `sistema` for the service's own account. */
  readonly autorRol: Rol | 'sistema'
  /** Names of the accounts that the event speaks of, by id. */
  readonly nombres: Readonly<Record<number, string>>
}

export interface TimelinePage {
  /** In order of version, oldest first. */
  readonly eventos: readonly TimelineItem[]
  /** The version to ask for what came before; null at the beginning. */
  readonly anterior: number | null
}

const PAGE_SIZE = 50
const MAX_PAGE = 200

const page = (name: string, view: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT ${EVENT_COLUMNS} FROM ${view}
      WHERE ticket_id = :id AND version > :desde AND version < :hasta${scope}
      ORDER BY version DESC LIMIT :limite`,
    row: StoredEvent,
  })

const FOR_STAFF = page('linea_tiempo.interna', 'linea_tiempo_interna', '')
const FOR_CLIENT = page('linea_tiempo.cliente', 'linea_tiempo_cliente', OF_OWN_TICKETS)

export interface TimelineRange {
  /** Only events after this version. */
  readonly desde?: number
  /** Only events before this version. */
  readonly hasta?: number
  readonly limite?: number
}

/** Events as the log has them, and who is named in them. */
export interface TimelineRows {
  /** Newest first; one more than a page holds where there is an older one. */
  readonly filas: readonly StoredEvent[]
  readonly personas: ReadonlyMap<number, Person>
}

interface DecodedRows extends TimelineRows {
  readonly eventos: readonly Recorded<TicketEvent>[]
}

/**
 * The newest events of a ticket within a range of versions that this viewer may see; a client's path reads the
 * view without internal notes, and only for tickets of their own.
 */
export async function timelineQuery(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  range: TimelineRange = {},
): Promise<TimelinePage> {
  return pageOf(await readTimeline(db, viewer, ticketId, range), range.limite)
}

/** A timeline's rows as they are read, to be shown by `timelinePage`; viewer and range as in `timelineQuery`. */
export async function readTimeline(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  { desde = 0, hasta = Number.MAX_SAFE_INTEGER, limite = PAGE_SIZE }: TimelineRange = {},
): Promise<DecodedRows> {
  const args = { id: ticketId, desde, hasta, limite: Math.min(limite, MAX_PAGE) + 1 }
  const filas = seesOnlyOwn(viewer)
    ? await db.all(FOR_CLIENT, { ...args, viewer: viewer.id })
    : await db.all(FOR_STAFF, args)
  const eventos = decodeAll(filas)
  return { filas, eventos, personas: await peopleIn(db, eventos) }
}

/** The page that rows of a timeline make. @param rows as `readTimeline` gives them, for a page of the usual size */
export function timelinePage({ filas, personas }: TimelineRows): TimelinePage {
  return pageOf({ filas, personas, eventos: decodeAll(filas) })
}

const decodeAll = (filas: readonly StoredEvent[]) => filas.map(decodeEvent).filter(isTicketEvent)

function pageOf({ eventos, personas }: DecodedRows, limite = PAGE_SIZE): TimelinePage {
  const shown = eventos.slice(0, Math.min(limite, MAX_PAGE)).reverse()
  return {
    anterior: eventos.length > shown.length ? (shown[0]?.sobre.version ?? null) : null,
    eventos: shown.map((evento) => ({ evento, ...namedIn(evento, personas) })),
  }
}

/** Events of tickets with the names of all the accounts in them, looked up at once; in the order given. */
export async function nameEvents(
  db: Connection,
  events: readonly Recorded<TicketEvent>[],
): Promise<TimelineItem[]> {
  const people = await peopleIn(db, events)
  return events.map((evento) => ({ evento, ...namedIn(evento, people) }))
}

async function peopleIn(
  db: Connection,
  events: readonly Recorded<TicketEvent>[],
): Promise<ReadonlyMap<number, Person>> {
  return await peopleQuery(
    db,
    events.flatMap((event) => [event.sobre.usuarioId, ...accountsIn(event)]),
  )
}

function namedIn(evento: Recorded<TicketEvent>, people: ReadonlyMap<number, Person>) {
  const { usuarioId } = evento.sobre
  const author = people.get(usuarioId)
  return {
    autor: author?.nombre ?? '',
    autorRol: usuarioId === CUENTA_SISTEMA ? ('sistema' as const) : (author?.rol ?? 'cliente'),
    nombres: Object.fromEntries(accountsIn(evento).map((id) => [id, people.get(id)?.nombre ?? ''])),
  }
}

function accountsIn(event: TicketEvent): number[] {
  if (event.tipo === 'creacion') return [event.datos.solicitanteId]
  if (event.tipo === 'asignacion') return [event.datos.de, event.datos.a].filter((id) => id !== null)
  return []
}
