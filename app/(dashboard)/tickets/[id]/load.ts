import { findTicketQuery, type TicketDetail } from '@projections/tickets/detail'
import { cache } from 'react'
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
