import { type Punto, resolveVersion, type TicketAsOf, ticketAsOfQuery } from '@projections/linea_tiempo/as-of'
import { findTicketQuery, type TicketDetail } from '@projections/tickets/detail'
import { cache } from 'react'
import { isProblem, type MomentProblem, type Param } from '@/components/tickets/moment-url'
import { readTicketUrl, type TicketRequest, type When } from '@/components/tickets/ticket-request'
import { Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { requireUser } from '../../../lib/session'

/** The ticket of an address; null where there is none for this person. Read once for page and title. */
export const loadTicket = cache(async (raw: string): Promise<TicketDetail | null> => {
  const id = Id.safeParse(/^\d{1,15}$/.test(raw) ? Number(raw) : null)
  const user = await requireUser()
  if (!id.success) return null
  const { db } = await getRuntime()
  return await findTicketQuery(db.as('api_server'), user, id.data)
})

/** Where in its history a ticket is shown, and what it was there. */
export interface TicketView extends TicketAsOf {
  readonly cuando: When
  readonly punto: Punto
}

/** The ticket's page: a view of it, or why there is none for what the address asks. */
export type TicketPageView =
  | { readonly vista: TicketView; readonly hasta: number | null }
  | { readonly problema: MomentProblem }
  | { readonly antes: Extract<When, { en: 'momento' }> }

/** What a ticket's page shows of a ticket that this person may see. */
export async function loadView(
  ticket: TicketDetail,
  params: Readonly<Record<string, Param>>,
): Promise<TicketPageView> {
  const { cuando, hasta }: TicketRequest = readTicketUrl(params, Date.now())
  if (isProblem(cuando)) return { problema: cuando }
  const instante = cuando.en === 'momento' ? cuando.instante : null
  const version = cuando.en === 'version' ? cuando.version : null
  const found = await loadAsOf(ticket.id, version ?? ticket.version, instante)
  if (found) return { vista: { ...found, cuando }, hasta }
  if (cuando.en === 'momento') return { antes: cuando }
  throw new Error(`ticket ${ticket.id} has no first version`)
}

/** Read once for page and title. */
const loadAsOf = cache(async (id: number, version: number, momento: string | null) => {
  const [user, { db }] = await Promise.all([requireUser(), getRuntime()])
  const reader = db.as('api_server')
  const punto = await resolveVersion(reader, user, id, momento === null ? { version } : { momento })
  if (!punto) return null
  const asOf = await ticketAsOfQuery(reader, user, id, punto.version)
  return asOf && { ...asOf, punto }
})
