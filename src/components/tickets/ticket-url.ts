import type { Campo } from '@projections/linea_tiempo/provenance'
import type { Route } from 'next'

/** When in a ticket's history an address is. */
export interface TicketPlace {
  readonly version?: number | undefined
  /** As the person wrote it. */
  readonly momento?: string | undefined
  readonly hasta?: number | undefined
  /** The field whose earlier values are shown. */
  readonly valores?: Campo | undefined
}

/** The address of a ticket: now, or as of a version or moment. @param part the id of a part of the page */
export function ticketUrl(
  id: number,
  { version, momento, hasta, valores }: TicketPlace = {},
  part = '',
): Route {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ version, momento, hasta, valores })) {
    if (value !== undefined) query.set(name, String(value))
  }
  const anchor = part === '' ? '' : (`#${part}` as const)
  return query.size === 0 ? `/tickets/${id}${anchor}` : `/tickets/${id}?${query}${anchor}`
}

/** The address of a ticket's print view. @param notas with the internal notes, for those who may see them */
export function printUrl(id: number, notas = false): Route {
  return notas ? `/tickets/${id}/imprimir?notas=si` : `/tickets/${id}/imprimir`
}
