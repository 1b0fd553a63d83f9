import type { Fragment } from '@projections/busqueda/tickets'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ticketUrl } from '@/components/tickets/ticket-url'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { cn } from '@/components/ui/cn'
import { DateTime, RelativeTime } from '@/components/ui/date-time'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { FoundText, FoundTitle } from './list-found'

interface OwnListProps {
  tickets: readonly TicketSummary[]
  /** The moment that they are shown as of: their links lead there. */
  momento: PastMoment | null
  /** Where each was found, when they were searched for. */
  fragments: ReadonlyMap<number, Fragment> | undefined
}

/** A client's own tickets as a table, whose rows become cards on a phone. */
export function OwnList({ tickets, momento, fragments }: OwnListProps) {
  const t = useTranslations('tickets')
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      {/* The roles are said again: display:block and flex take them away from tables in some browsers. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" data-lista aria-label={t('lista.tabla')} className="block w-full text-sm md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-left text-xs font-medium text-muted [&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
            <th scope="col">{t('lista.columnaTicket')}</th>
            <th scope="col">{t('campo.estado')}</th>
            <th scope="col">{t('campo.prioridad')}</th>
            <th scope="col">{t('campo.asignado')}</th>
            <th scope="col">{t('campo.actualizado')}</th>
          </tr>
        </thead>
        {/* One class for all rows and cells: fifty rows are sent twice, as HTML and as React's data. */}
        <tbody className={ROWS}>
          {tickets.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} momento={momento} fragment={fragments?.get(ticket.id)} />
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
  momento: PastMoment | null
  fragment: Fragment | undefined
}

function Row({ ticket, momento, fragment }: RowProps) {
  const t = useTranslations('tickets')
  return (
    <tr data-fila={ticket.id}>
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
        </span>
        <FoundText fragment={fragment} />
      </td>
      <td>
        <EstadoBadge estado={ticket.estado} />
      </td>
      <td>
        <PrioridadBadge prioridad={ticket.prioridad} />
      </td>
      <td className="col-span-2 truncate text-muted max-md:row-start-3 md:max-w-40">
        {ticket.asignado ?? t('campo.nadie')}
      </td>
      <td className="text-right whitespace-nowrap text-muted max-md:row-start-3 md:text-left">
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
