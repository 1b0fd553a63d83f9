import type { Fragment } from '@projections/busqueda/tickets'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import { useFormatter, useNow, useTranslations } from 'next-intl'
import { ticketUrl } from '@/components/tickets/ticket-url'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { MINUTE, SECOND, type ShownTime } from '@/components/ui/date-time'
import { ESTADOS, PRIORIDADES } from '@/domain/values'
import { FoundText, FoundTitle } from './list-found'
import type { RowTexts, RowTicket } from './list-row.client'

/** The words of the rows. A hook of a server component. */
export function useRowTexts(): RowTexts {
  const [lista, campo] = [useTranslations('tickets.lista'), useTranslations('tickets.campo')]
  const [estado, prioridad] = [useTranslations('dominio.estado'), useTranslations('dominio.prioridad')]
  return {
    sinVer: lista('sinVer'),
    nadie: campo('nadie'),
    nadieEspera: lista('nadieEspera'),
    creado: campo('creado'),
    actualizado: campo('actualizado'),
    espera: { equipo: lista('esperaA.equipo'), cliente: lista('esperaA.cliente') },
    estado: textsOf(ESTADOS, estado),
    prioridad: textsOf(PRIORIDADES, prioridad),
  }
}

function textsOf<K extends string>(keys: readonly K[], t: (key: K) => string): Record<K, string> {
  return Object.fromEntries(keys.map((key) => [key, t(key)])) as Record<K, string>
}

interface RowsOptions {
  /** The moment that they are shown as of: their links lead there. */
  readonly momento: PastMoment | null
  /** Where each was found, when they were searched for. */
  readonly fragments: ReadonlyMap<number, Fragment> | undefined
  /** True for those who may change many at a time. */
  readonly selectable: boolean
}

/** Tickets as their rows show them. A hook of a server component. */
export function useRows(
  tickets: readonly TicketSummary[],
  { momento, fragments, selectable }: RowsOptions,
): RowTicket[] {
  const t = useTranslations('masivas')
  const format = useFormatter()
  const now = useNow()
  // "Three days ago" is counted from today, and a list of the past may be of long ago.
  const timeOf = (iso: string): ShownTime => {
    const date = new Date(iso)
    const minute = format.dateTime(date, MINUTE)
    if (momento) return { iso, texto: minute, exacto: format.dateTime(date, SECOND) }
    return { iso, texto: format.relativeTime(date, { now, style: 'narrow' }), exacto: minute }
  }
  return tickets.map((ticket) => {
    const { id, version, titulo, vista, esperaA, esperaDesde } = ticket
    const fragment = fragments?.get(id)
    return {
      ...{ id, version, titulo, estado: ticket.estado, prioridad: ticket.prioridad },
      ...{ asignado: ticket.asignado, categoria: ticket.categoria, solicitante: ticket.solicitante },
      href: ticketUrl(id, { momento: momento?.texto }),
      nuevo: vista !== undefined && vista < version,
      espera: esperaA && esperaDesde ? { a: esperaA, desde: timeOf(esperaDesde) } : null,
      creado: timeOf(ticket.fechaCreacion),
      actualizado: timeOf(ticket.fechaActualizacion),
      ...(fragment
        ? {
            hallado: {
              titulo: <FoundTitle titulo={titulo} fragment={fragment} />,
              texto: <FoundText fragment={fragment} />,
            },
          }
        : {}),
      ...(selectable ? { elegir: t('elegir', { id: String(id) }) } : {}),
    }
  })
}
