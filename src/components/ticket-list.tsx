import type { TicketSummary } from '@projections/tickets/list-shapes'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { EstadoBadge, PrioridadBadge } from './ui/domain-badges'
import { RelativeTime } from './ui/relative-time'

interface TicketListProps {
  tickets: readonly TicketSummary[]
  viewer: Viewer
}

/** Tickets as a table, whose rows become cards on a phone. A client is not told whose they are: their own. */
export function TicketList({ tickets, viewer }: TicketListProps) {
  const t = useTranslations('tickets')
  const own = seesOnlyOwn(viewer)
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      {/* The roles are said again: display:block and flex take them away from tables in some browsers. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" aria-label={t('lista.tabla')} className="block w-full text-sm md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-left text-xs font-medium text-muted [&>th]:px-4 [&>th]:py-2.5 [&>th]:font-medium">
            <th scope="col">{t('lista.columnaTicket')}</th>
            <th scope="col">{t('campo.estado')}</th>
            <th scope="col">{t('campo.prioridad')}</th>
            {!own && <th scope="col">{t('campo.solicitante')}</th>}
            <th scope="col">{t('campo.asignado')}</th>
            <th scope="col">{t('campo.actualizado')}</th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
          {tickets.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} own={own} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const CELL = 'md:table-cell md:px-4 md:py-3 md:align-middle'

function Row({ ticket, own }: { ticket: TicketSummary; own: boolean }) {
  const t = useTranslations('tickets')
  return (
    <tr className="relative flex flex-wrap items-center gap-x-3 gap-y-2 p-4 hover:bg-subtle/60 md:table-row md:p-0">
      <td className={`w-full min-w-0 ${CELL}`}>
        {/* The link covers the row: one target, as wide as a thumb wants it. */}
        <Link
          href={`/tickets/${ticket.id}`}
          prefetch={false}
          className="line-clamp-2 font-medium break-words after:absolute after:inset-0 hover:underline"
        >
          {ticket.titulo}
        </Link>
        <span className="text-xs text-muted">
          #{ticket.id}
          {ticket.categoria !== null && ` · ${ticket.categoria}`}
        </span>
      </td>
      <td className={CELL}>
        <EstadoBadge estado={ticket.estado} />
      </td>
      <td className={CELL}>
        <PrioridadBadge prioridad={ticket.prioridad} />
      </td>
      {!own && (
        <td className={`max-w-full truncate max-md:hidden md:max-w-40 ${CELL}`}>{ticket.solicitante}</td>
      )}
      <td className={`max-w-full truncate text-muted md:max-w-40 ${CELL}`}>
        {ticket.asignado ?? t('campo.nadie')}
      </td>
      <td className={`text-muted md:whitespace-nowrap ${CELL}`}>
        <RelativeTime value={ticket.fechaActualizacion} />
      </td>
    </tr>
  )
}
