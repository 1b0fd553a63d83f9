import { readNewest, readPresent } from '@projections/caches/ticket'
import { type Punto, resolveVersion, type TicketAsOf, ticketAsOfQuery } from '@projections/linea_tiempo/as-of'
import type { Campo } from '@projections/linea_tiempo/provenance'
import { type TimelinePage, timelineQuery } from '@projections/linea_tiempo/timeline'
import type { TicketDetail } from '@projections/tickets/detail'
import { cache } from 'react'
import { readTicketUrl, type TicketRequest, type When } from '@/components/tickets/ticket-request'
import { isProblem, type MomentProblem, type Param } from '@/components/tickets/tiempo/moment-url'
import { getRuntime } from '@/runtime'
import { requireReader } from '../../../lib/reader'
import { requireUser } from '../../../lib/session'

/** Where in its history a ticket is shown, and what it was there. */
export interface TicketView extends TicketAsOf {
  readonly cuando: When
  readonly punto: Punto
}

/** The ticket's page: a view of it, or why there is none for what the address asks. */
export type TicketPageView =
  | { readonly vista: TicketView; readonly hasta: number | null; readonly valores: Campo | null }
  | { readonly problema: MomentProblem }
  | { readonly antes: Extract<When, { en: 'momento' }> }

/** What a ticket's page shows of a ticket that this person may see. */
export async function loadView(
  ticket: TicketDetail,
  params: Readonly<Record<string, Param>>,
): Promise<TicketPageView> {
  const { cuando, hasta, valores }: TicketRequest = readTicketUrl(params, Date.now())
  if (isProblem(cuando)) return { problema: cuando }
  const instante = cuando.en === 'momento' ? cuando.instante : null
  const version = cuando.en === 'version' ? cuando.version : null
  const found =
    cuando.en === 'presente' ? await loadPresent(ticket) : await loadAsOf(ticket.id, version, instante)
  if (found) return { vista: { ...found, cuando }, hasta, valores }
  if (cuando.en === 'momento') return { antes: cuando }
  throw new Error(`ticket ${ticket.id} has no first version`)
}

/** Read once for page and title: `loadTicket` gives both the same object. */
const loadPresent = cache(async (ticket: TicketDetail) => await readPresent(await requireReader(), ticket))

/** The events of a ticket's page: the newest ones, or those before a version. */
export async function loadTimeline(ticket: TicketDetail, hasta: number | null): Promise<TimelinePage> {
  const reader = await requireReader()
  return hasta === null
    ? await readNewest(reader, ticket)
    : await timelineQuery(reader.db, reader.viewer, ticket.id, { hasta })
}

/** Read once for page and title. */
const loadAsOf = cache(async (id: number, version: number | null, momento: string | null) => {
  const [user, { db }] = await Promise.all([requireUser(), getRuntime()])
  const reader = db.as('api_server')
  const cuando = momento === null ? { version: version ?? 0 } : { momento }
  const punto = await resolveVersion(reader, user, id, cuando)
  if (!punto) return null
  const asOf = await ticketAsOfQuery(reader, user, id, punto.version)
  return asOf && { ...asOf, punto }
})
