import type { Route } from 'next'

/** When in a ticket's history an address is. */
export interface TicketPlace {
  readonly version?: number | undefined
  /** As the person wrote it. */
  readonly momento?: string | undefined
  readonly hasta?: number | undefined
}

/** The address of a ticket: now, or as of a version or moment. @param part the id of a part of the page */
export function ticketUrl(id: number, { version, momento, hasta }: TicketPlace = {}, part = ''): Route {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ version, momento, hasta })) {
    if (value !== undefined) query.set(name, String(value))
  }
  const anchor = part === '' ? '' : (`#${part}` as const)
  return query.size === 0 ? `/tickets/${id}${anchor}` : `/tickets/${id}?${query}${anchor}`
}
