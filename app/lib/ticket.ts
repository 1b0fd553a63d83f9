import { readTicket } from '@projections/caches/ticket'
import type { TicketDetail } from '@projections/tickets/detail'
import { cache } from 'react'
import { Id } from '@/domain/values'
import { requireReader } from './reader'

/** The ticket of an address; null where there is none for this person. Read once for page and title. */
export const loadTicket = cache(async (raw: string): Promise<TicketDetail | null> => {
  const id = Id.safeParse(/^\d{1,15}$/.test(raw) ? Number(raw) : null)
  const reader = await requireReader()
  return id.success ? await readTicket(reader, id.data) : null
})
