import type { Connection } from '@/db/client'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import type { Cache, CachedValue } from '@/redis/cache/types'
import { keys } from '@/redis/keys'
import {
  type AsOfRows,
  Punto,
  readAsOf,
  resolveVersion,
  type TicketAsOf,
  ticketAsOf,
  ticketAsOfQuery,
} from '../linea_tiempo/as-of'
import {
  readTimeline,
  type TimelinePage,
  type TimelineRows,
  timelinePage,
  timelineQuery,
} from '../linea_tiempo/timeline'
import { findTicketQuery, TicketDetail } from '../tickets/detail'
import { ROWS } from './stored'

/** What reads through the caches: how, for whom, and what that person has seen already. */
export interface CacheReader {
  readonly cache: Cache
  /** Under `api_server`. */
  readonly db: Connection
  readonly viewer: Viewer
  /** The position of the last event that this person is known to have seen; 0 where none is. */
  readonly minPos: number
}

const TTL_MS = 300_000

type Part = keyof ReturnType<typeof keys.ticket.interna>

/** A part of a ticket's page as this viewer may see it: the two views share neither a key nor a schema. */
function partOf<T>(
  { viewer, minPos }: CacheReader,
  id: number,
  part: Part,
  rest: Pick<CachedValue<T>, 'schema' | 'load'>,
): CachedValue<T> {
  const claves = seesOnlyOwn(viewer) ? keys.ticket.cliente(id, viewer.id) : keys.ticket.interna(id)
  return { nombre: `ticket.${part}`, clave: claves[part], ttl: TTL_MS, conPiso: true, minPos, ...rest }
}

/**
 * A ticket, or null where there is none that this viewer may see. The query checks whose it is when it is read, and
 * this does again whenever it is shown.
 */
export async function readTicket(reader: CacheReader, id: number): Promise<TicketDetail | null> {
  const { cache, db, viewer } = reader
  const ticket = await cache.cached(
    partOf<TicketDetail>(reader, id, 'detalle', {
      schema: TicketDetail,
      async load() {
        const found = await findTicketQuery(db, viewer, id)
        return found && { valor: found, version: found.version }
      },
    }),
  )
  return ticket && mayShow(viewer, ticket, id) ? ticket : null
}

function mayShow(viewer: Viewer, ticket: TicketDetail, id: number): boolean {
  return ticket.id === id && (!seesOnlyOwn(viewer) || ticket.solicitanteId === viewer.id)
}

const viewOf = ({ viewer }: CacheReader) => (seesOnlyOwn(viewer) ? 'cliente' : 'interna')

/** A ticket's present: its last version, and where each value came from. @param ticket as `readTicket` gave it */
export async function readPresent(
  reader: CacheReader,
  ticket: TicketDetail,
): Promise<(TicketAsOf & { readonly punto: Punto }) | null> {
  const { cache, db, viewer } = reader
  const { id, version } = ticket
  if (!cache.activa) return await presentFromDatabase(reader, ticket)
  const found = await cache.cached(
    partOf<AsOfRows & { readonly punto: Punto }>(reader, id, 'origen', {
      schema: ROWS[viewOf(reader)].extend({ punto: Punto }),
      async load() {
        const punto = await resolveVersion(db, viewer, id, { version })
        // What is read now may be newer than the ticket's version; never older.
        return punto && { valor: { punto, ...(await readAsOf(db, viewer, id, punto.version)) }, version }
      },
    }),
  )
  const asOf = found && ticketAsOf(id, found)
  return asOf && { ...asOf, punto: found.punto }
}

// What is to be kept is decoded once when it is read, and again when it is shown.
async function presentFromDatabase({ db, viewer }: CacheReader, { id, version }: TicketDetail) {
  const punto = await resolveVersion(db, viewer, id, { version })
  const asOf = punto && (await ticketAsOfQuery(db, viewer, id, punto.version))
  return asOf && { ...asOf, punto }
}

/** The newest events of a ticket's timeline. @param ticket as `readTicket` gave it */
export async function readNewest(reader: CacheReader, { id, version }: TicketDetail): Promise<TimelinePage> {
  const { cache, db, viewer } = reader
  if (!cache.activa) return await timelineQuery(db, viewer, id)
  const rows = await cache.cached(
    partOf<TimelineRows>(reader, id, 'linea', {
      schema: ROWS[viewOf(reader)],
      async load() {
        const { filas, personas } = await readTimeline(db, viewer, id)
        return { valor: { filas, personas }, version }
      },
    }),
  )
  return rows ? timelinePage(rows) : { eventos: [], anterior: null }
}
