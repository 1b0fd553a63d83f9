import type { TicketDetail } from '@projections/tickets/detail'
import { type Person, peopleQuery } from '@projections/usuarios/people'
import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { isTicketEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import type { TicketState } from '@/domain/ticket/state'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { decodeEvent } from '@/events/codec'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'
import { OF_OWN_TICKETS } from './own'
import { foldWithOrigins, type Procedencias, procedenciasOf } from './provenance'

/** A version at which a viewer can see a ticket, among those before and after it that they may see too. */
export const Punto = z.object({
  version: z.number(),
  /** Business time of the version's own event. */
  fecha: z.string(),
  anterior: z.number().nullable(),
  siguiente: z.number().nullable(),
  ultima: z.number(),
})
export type Punto = z.infer<typeof Punto>

/** Where in a ticket's history to look: at a version of it, or at what had happened by a moment. */
export type Cuando = { readonly version: number } | { readonly momento: string }

/** A ticket as it stood at a version, and where each value came from. */
export interface TicketAsOf {
  /** `version` and `fechaActualizacion` are those of the last event until then that the viewer may see. */
  readonly ticket: TicketDetail
  readonly desde: Procedencias
}

const AT_VERSION = () => 'e.version <= :version'
// Dates of an import may go back, so the first event after the moment ends it, not the last one before it.
const AT_MOMENT = (view: string) => `e.version < coalesce((SELECT min(l.version) FROM ${view} l
        WHERE l.ticket_id = :id AND l.fecha_creacion > :momento), ${Number.MAX_SAFE_INTEGER})`

const point = (name: string, view: string, scope: string, at: (view: string) => string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT e.version, e.fecha_creacion AS fecha,
        (SELECT max(a.version) FROM ${view} a WHERE a.ticket_id = :id AND a.version < e.version) AS anterior,
        (SELECT min(s.version) FROM ${view} s WHERE s.ticket_id = :id AND s.version > e.version) AS siguiente,
        (SELECT max(u.version) FROM ${view} u WHERE u.ticket_id = :id) AS ultima
      FROM ${view} e WHERE e.ticket_id = :id AND ${at(view)}${scope}
      ORDER BY e.version DESC LIMIT 1`,
    row: Punto,
  })

// Whatever a ticket's length, a dozen events make its state: the last of each kind, of each set of fields edited,
// and the last of all for its date.
const last = (name: string, view: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT ${EVENT_COLUMNS} FROM ${view} e
      WHERE e.ticket_id = :id${scope} AND e.version IN (
        SELECT max(g.version) FROM ${view} g
        WHERE g.ticket_id = :id AND g.version <= :version AND g.tipo <> 'comentario'
        GROUP BY g.tipo, CASE g.tipo WHEN 'edicion' THEN g.metadata ->> '$.json.datos.campos' END
        UNION ALL SELECT max(u.version) FROM ${view} u WHERE u.ticket_id = :id AND u.version <= :version)
      ORDER BY e.version`,
    row: StoredEvent,
  })

const STAFF = 'linea_tiempo_interna'
const CLIENT = 'linea_tiempo_cliente'
const FOR_STAFF = {
  version: point('linea_tiempo.punto.version.interna', STAFF, '', AT_VERSION),
  momento: point('linea_tiempo.punto.momento.interna', STAFF, '', AT_MOMENT),
  ultimos: last('linea_tiempo.ultimos.interna', STAFF, ''),
}
const FOR_CLIENT = {
  version: point('linea_tiempo.punto.version.cliente', CLIENT, OF_OWN_TICKETS, AT_VERSION),
  momento: point('linea_tiempo.punto.momento.cliente', CLIENT, OF_OWN_TICKETS, AT_MOMENT),
  ultimos: last('linea_tiempo.ultimos.cliente', CLIENT, OF_OWN_TICKETS),
}

/** The statements that a viewer's path may use, and what they take beside their own arguments. */
function pathOf(viewer: Viewer) {
  return seesOnlyOwn(viewer)
    ? { statements: FOR_CLIENT, scope: { viewer: viewer.id } }
    : { statements: FOR_STAFF, scope: {} }
}

/**
 * The last version until then that this viewer may see. By a moment had happened what comes before the first event
 * that is dated after it.
 * @returns null before the ticket's creation, or where there is no such ticket for this viewer
 */
export async function resolveVersion(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  cuando: Cuando,
): Promise<Punto | null> {
  const { statements, scope } = pathOf(viewer)
  return 'version' in cuando
    ? await db.first(statements.version, { ...scope, id: ticketId, version: cuando.version })
    : await db.first(statements.momento, { ...scope, id: ticketId, momento: cuando.momento })
}

/** The events that make a ticket's state at a version, as the log has them, and who is named in them. */
export interface AsOfRows {
  readonly filas: readonly StoredEvent[]
  readonly personas: ReadonlyMap<number, Person>
}

/**
 * A ticket as of a version, from the events until then that this viewer may see; names are those of today.
 * @returns null before the ticket's creation, or where there is no such ticket for this viewer
 */
export async function ticketAsOfQuery(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  version: number,
): Promise<TicketAsOf | null> {
  return ticketAsOf(ticketId, await readAsOf(db, viewer, ticketId, version))
}

/** The rows of a ticket as of a version, to be shown by `ticketAsOf`. */
export async function readAsOf(
  db: Connection,
  viewer: Viewer,
  ticketId: number,
  version: number,
): Promise<AsOfRows> {
  const { statements, scope } = pathOf(viewer)
  const filas = await db.all(statements.ultimos, { ...scope, id: ticketId, version })
  const folded = foldWithOrigins(filas.map(decodeEvent).filter(isTicketEvent))
  if (!folded) return { filas: [], personas: new Map() }
  const { usuarioId, asignadoA } = folded.estado
  const authors = Object.values(folded.origenes).map(({ sobre }) => sobre.usuarioId)
  const ids = [...authors, usuarioId, ...(asignadoA === null ? [] : [asignadoA])]
  return { filas, personas: await peopleQuery(db, ids) }
}

/** The ticket that rows as of a version make; null where there are none. @throws UnreadableEvent */
export function ticketAsOf(ticketId: number, { filas, personas }: AsOfRows): TicketAsOf | null {
  const events = filas.map(decodeEvent).filter(isTicketEvent)
  const folded = foldWithOrigins(events)
  if (!folded) return null
  return {
    ticket: detail(ticketId, folded.estado, events, personas),
    desde: procedenciasOf(folded.origenes, personas),
  }
}

function detail(
  id: number,
  { usuarioId, asignadoA, ...estado }: TicketState,
  events: readonly Recorded<TicketEvent>[],
  people: ReadonlyMap<number, Person>,
): TicketDetail {
  const [first, end] = [events[0]?.sobre, events.at(-1)?.sobre]
  return {
    id,
    ...estado,
    solicitanteId: usuarioId,
    solicitante: people.get(usuarioId)?.nombre ?? '',
    asignadoA,
    asignado: asignadoA === null ? null : (people.get(asignadoA)?.nombre ?? ''),
    fechaCreacion: first?.fecha ?? '',
    fechaActualizacion: end?.fecha ?? '',
    version: end?.version ?? 0,
  }
}
