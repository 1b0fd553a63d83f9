import { readAgents, readCounts, readQuickCounts } from '@projections/caches/lists'
import { projectionStatus } from '@projections/engine/status'
import { type Cursor, listTicketsQuery, type TicketFilter } from '@projections/tickets/list'
import { countTicketsAsOfQuery, listTicketsAsOfQuery } from '@projections/tickets_versiones/list'
import { peopleQuery } from '@projections/usuarios/people'
import type { PastMoment } from '@/components/tickets/moment-url'
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
  if (momento) await awaitSeen('tickets_versiones')
  const [page, counts, quick, agents, people] = await Promise.all([
    momento
      ? listTicketsAsOfQuery(db, viewer, filter, momento.instante, cursor)
      : listTicketsQuery(db, viewer, filter, cursor),
    momento ? countTicketsAsOfQuery(db, viewer, momento.instante) : readCounts(reader),
    momento ? null : readQuickCounts(reader),
    readAgents(reader),
    filter.solicitante === null ? null : peopleQuery(db, [filter.solicitante]),
  ])
  const solicitante = filter.solicitante === null ? null : (people?.get(filter.solicitante)?.nombre ?? '')
  return { ...page, counts, quick, agents, solicitante, atraso: momento ? await eventsMissing(db) : 0 }
}

// Less than this is the projection at its ordinary work: it would be gone before it was read.
const LAG_SECONDS = 2

/** How many events the lists of the past lack, where that is more than a moment's work. */
async function eventsMissing(db: Connection): Promise<number> {
  const status = (await projectionStatus(db, Date.now())).find(({ nombre }) => nombre === 'tickets_versiones')
  return status && status.segundosDetras >= LAG_SECONDS ? status.eventosDetras : 0
}
