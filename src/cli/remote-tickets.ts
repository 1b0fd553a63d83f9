import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import type { TicketDetail } from '@projections/tickets/detail'
import type { z } from 'zod'
import { type Interaccion, LineaDeTiempo, PaginaDeTickets, type Resumen, Ticket } from '@/api/schemas'
import type { Remote } from './remote'

const PAGE = 100

/** Tickets of a service, as far as the token's account may see them. */
export async function collectRemote(
  remote: Remote,
  filter: Readonly<Record<string, string | null>>,
  limit: number,
): Promise<z.infer<typeof Resumen>[]> {
  const found: z.infer<typeof Resumen>[] = []
  for (let cursor: string | null | undefined; cursor !== null && found.length < limit; ) {
    const query = { ...filter, cursor, limite: Math.min(PAGE, limit - found.length) }
    const page: z.infer<typeof PaginaDeTickets> = await remote.get('/api/tickets', query, PaginaDeTickets)
    found.push(...page.tickets)
    cursor = page.siguiente
  }
  return found
}

/** A ticket of a service, now or as of a version or an instant. */
export async function findRemote(
  remote: Remote,
  id: number,
  at: { readonly version?: number; readonly momento?: string } = {},
): Promise<TicketDetail> {
  return await remote.get(`/api/tickets/${id}`, at, Ticket)
}

/** All of its events up to a version, in order. */
export async function historyOfRemote(remote: Remote, id: number, version: number): Promise<TimelineItem[]> {
  const timeline: TimelineItem[] = []
  for (let hasta: number | null = Math.min(version + 1, 999_999_999_999_999); hasta !== null; ) {
    const page: z.infer<typeof LineaDeTiempo> = await remote.get(
      `/api/tickets/${id}/interacciones`,
      { hasta, limite: 200 },
      LineaDeTiempo,
    )
    timeline.unshift(...page.interacciones.map(toItem))
    hasta = page.anterior
  }
  return timeline
}

/** What the API says of an event, as the command line shows it. */
function toItem(interaccion: z.infer<typeof Interaccion>): TimelineItem {
  const { evento, autor, autorRol, nombres, autorId, ticketId, ...sobre } = interaccion
  const sujeto = { tipo: 'ticket', id: ticketId } as const
  const envelope = { ...sobre, sujeto, usuarioId: autorId, orden: 0, causaId: null }
  return { evento: { ...evento, sobre: envelope }, autor, autorRol, nombres }
}
