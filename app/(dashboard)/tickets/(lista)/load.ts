import { fragmentsQuery } from '@projections/busqueda/tickets'
import { readAgents, readCounts, readQuickCounts } from '@projections/caches/lists'
import { projectionStatus } from '@projections/engine/status'
import { type Cursor, listTicketsQuery, type TicketFilter } from '@projections/tickets/list'
import { type CountsAsOf, countTicketsAsOfQuery } from '@projections/tickets_versiones/counts'
import { listTicketsAsOfQuery } from '@projections/tickets_versiones/list'
import { peopleQuery } from '@projections/usuarios/people'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import type { Connection } from '@/db/client'
import type { Viewer } from '@/domain/viewer'
import { awaitSeen } from '../../../lib/position'
import { requireReader } from '../../../lib/reader'

interface ListQuery {
  readonly filter: TicketFilter
  readonly cursor: Cursor | null
  /** The moment of the past that the list is of; null for now. */
  readonly momento: PastMoment | null
}

/** A page of the list, the counts above it by state and by quick filter, and those who can be filtered by. */
export async function loadList(viewer: Viewer, { filter, cursor, momento }: ListQuery) {
  const reader = await requireReader()
  const { db } = reader
  const followed = momento ? 'tickets_versiones' : filter.texto === null ? null : 'busqueda'
  if (followed) await awaitSeen(followed)
  const [page, counts, quick, agents, people] = await Promise.all([
    momento
      ? listTicketsAsOfQuery(db, viewer, filter, momento.instante, cursor).then((past) => ({
          ...past,
          found: null,
        }))
      : readFound(db, viewer, filter, cursor),
    momento
      ? countTicketsAsOfQuery(db, viewer, momento.instante)
      : readCounts(reader).then((cuentas): CountsAsOf => ({ cuentas, incompletas: [] })),
    momento ? null : readQuickCounts(reader),
    readAgents(reader),
    filter.solicitante === null ? null : peopleQuery(db, [filter.solicitante]),
  ])
  const solicitante = filter.solicitante === null ? null : (people?.get(filter.solicitante)?.nombre ?? '')
  const atraso = followed ? await eventsMissing(db, followed) : 0
  return { ...page, counts, quick, agents, solicitante, atraso }
}

/** A page of today's list; where it is searched, with where each ticket was found. */
async function readFound(db: Connection, viewer: Viewer, filter: TicketFilter, cursor: Cursor | null) {
  const { tickets, siguiente, hallados } = await listTicketsQuery(db, viewer, filter, cursor)
  if (hallados === null || filter.texto === null) return { tickets, siguiente, found: null }
  const ids = tickets.map(({ id }) => id)
  const fragments = await fragmentsQuery(db, viewer, filter.texto, hallados, ids)
  return { tickets, siguiente, found: { fragments, hayMas: hallados.hayMas } }
}

// Less than this is the projection at its ordinary work: it would be gone before it was read.
const LAG_SECONDS = 2

/** How many events a list of the past or a search lacks, where that is more than a moment's work. */
async function eventsMissing(db: Connection, followed: 'tickets_versiones' | 'busqueda'): Promise<number> {
  const status = (await projectionStatus(db, Date.now())).find(({ nombre }) => nombre === followed)
  return status && status.segundosDetras >= LAG_SECONDS ? status.eventosDetras : 0
}
