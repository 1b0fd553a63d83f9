import type { Fragment } from '@projections/busqueda/tickets'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { SelectAllHead, SelectCell } from './tickets/bulk-cells'
import { FoundText, FoundTitle } from './tickets/list-found'
import type { PastMoment } from './tickets/moment-url'
import { ticketUrl } from './tickets/ticket-url'
import { cn } from './ui/cn'
import { DateTime, RelativeTime } from './ui/date-time'
import { EstadoBadge, PrioridadBadge } from './ui/domain-badges'

interface TicketListProps {
  tickets: readonly TicketSummary[]
  viewer: Viewer
  /** The moment that they are shown as of: their links lead there. */
  momento: PastMoment | null
  /** Where each was found, when they were searched for. */
  fragments?: ReadonlyMap<number, Fragment> | undefined
  /** True for those who may change many at a time: a checkbox at each. */
  selectable?: boolean
}

/** Tickets as a table, whose rows become cards on a phone. A client is not told whose they are: their own. */
export function TicketList({ tickets, viewer, momento, fragments, selectable = false }: TicketListProps) {
  const t = useTranslations('tickets')
  const own = seesOnlyOwn(viewer)
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      {/* The roles are said again: display:block and flex take them away from tables in some browsers. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" data-lista aria-label={t('lista.tabla')} className="block w-full text-sm md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-left text-xs font-medium text-muted [&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
            {selectable && <SelectAllHead />}
            <th scope="col">{t('lista.columnaTicket')}</th>
            <th scope="col">{t('campo.estado')}</th>
            <th scope="col">{t('campo.prioridad')}</th>
            {!own && <th scope="col">{t('campo.solicitante')}</th>}
            <th scope="col">{t('campo.asignado')}</th>
            <th scope="col">{t('campo.actualizado')}</th>
          </tr>
        </thead>
        {/* One class for all rows and cells: fifty rows are sent twice, as HTML and as React's data. */}
        <tbody className={cn(ROWS, selectable && 'max-md:*:pl-12')}>
          {tickets.map((ticket) => (
            <Row
              key={ticket.id}
              ticket={ticket}
              own={own}
              momento={momento}
              fragment={fragments?.get(ticket.id)}
              selectable={selectable}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const ROWS = cn(
  'block divide-y divide-line md:table-row-group',
  '*:relative *:grid *:grid-cols-[auto_auto_minmax(0,1fr)] *:items-center *:gap-x-3 *:gap-y-2 *:p-4',
  '*:hover:bg-subtle/60 md:*:table-row',
  'md:[&_td]:px-4 md:[&_td]:py-3 md:[&_td]:align-middle',
)

interface RowProps {
  ticket: TicketSummary
  own: boolean
  momento: PastMoment | null
  fragment: Fragment | undefined
  selectable: boolean
}

function Row({ ticket, own, momento, fragment, selectable }: RowProps) {
  const t = useTranslations('tickets')
  return (
    <tr data-fila={ticket.id}>
      {selectable && <SelectCell ticket={ticket} />}
      <td className="col-span-full min-w-0">
        {/* The link covers the row: one target, as wide as a thumb wants it. */}
        <Link
          href={ticketUrl(ticket.id, { momento: momento?.texto })}
          prefetch={false}
          data-abrir
          className="line-clamp-2 font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
        >
          <FoundTitle titulo={ticket.titulo} fragment={fragment} />
        </Link>
        <span className="text-xs text-muted">
          #{ticket.id}
          {ticket.categoria !== null && ` · ${ticket.categoria}`}
          {!own && <span className="md:hidden"> · {ticket.solicitante}</span>}
        </span>
        <FoundText fragment={fragment} />
      </td>
      <td>
        <EstadoBadge estado={ticket.estado} />
      </td>
      <td>
        <PrioridadBadge prioridad={ticket.prioridad} />
      </td>
      {!own && <td className="truncate max-md:hidden md:max-w-40">{ticket.solicitante}</td>}
      <td className="col-span-2 truncate text-muted max-md:row-start-3 md:max-w-40">
        {ticket.asignado ?? t('campo.nadie')}
      </td>
      <td className="text-right text-muted max-md:row-start-3 md:text-left md:whitespace-nowrap">
        {/* "Three days ago" is counted from today, and this may be long ago. */}
        {momento ? (
          <DateTime value={ticket.fechaActualizacion} />
        ) : (
          <RelativeTime value={ticket.fechaActualizacion} />
        )}
      </td>
    </tr>
  )
}
