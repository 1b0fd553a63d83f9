import type { Fragment } from '@projections/busqueda/tickets'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { DateTime, ListTime } from '@/components/ui/date-time'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { Headset, UserRound } from '@/components/ui/icons'
import { SelectCell } from './bulk-cells'
import type { Columna } from './list-columns'
import { FoundText, FoundTitle } from './list-found'
import type { PastMoment } from './moment-url'
import { ticketUrl } from './ticket-url'

interface TicketRowProps {
  ticket: TicketSummary
  /** In the order of the table; the number first, if it is among them. */
  shown: readonly Columna[]
  momento: PastMoment | null
  /** Where it was found, when it was searched for. */
  fragment: Fragment | undefined
  /** True for those who may change many at a time. */
  selectable: boolean
}

type Cell = (props: { ticket: TicketSummary; momento: PastMoment | null }) => ReactNode

/** One ticket: a row of the table, or a card that leads with the title. */
export function TicketRow({ ticket, shown, momento, fragment, selectable }: TicketRowProps) {
  const rest = shown.filter((columna) => columna !== 'numero')
  return (
    <tr data-fila={ticket.id}>
      {selectable && <SelectCell ticket={ticket} />}
      {rest.length < shown.length && <td className="text-muted tabular-nums max-lg:order-2">#{ticket.id}</td>}
      <td className="max-lg:basis-full">
        <TitleLink ticket={ticket} momento={momento} fragment={fragment} />
        <FoundText fragment={fragment} />
      </td>
      {rest.map((columna) => {
        const Content = CELLS[columna]
        return (
          <td key={columna} className={LOOKS[columna]}>
            <Content ticket={ticket} momento={momento} />
          </td>
        )
      })}
    </tr>
  )
}

/** Bold until this person has seen the ticket as it is now. */
function TitleLink({ ticket, momento, fragment }: Pick<TicketRowProps, 'ticket' | 'momento' | 'fragment'>) {
  const t = useTranslations('tickets.lista')
  const isNew = ticket.vista !== undefined && ticket.vista < ticket.version
  return (
    // The link covers the row: one target, as wide as a thumb wants it.
    <Link
      data-abrir
      data-nuevo={isNew || undefined}
      href={ticketUrl(ticket.id, { momento: momento?.texto })}
      prefetch={false}
      className="line-clamp-2 wrap-anywhere after:absolute after:inset-0 hover:underline data-nuevo:font-bold"
    >
      <span data-titulo>
        <FoundTitle titulo={ticket.titulo} fragment={fragment} />
      </span>
      {isNew && <span className="sr-only"> ({t('sinVer')})</span>}
    </Link>
  )
}

function Assignee({ nombre }: { nombre: string | null }) {
  const t = useTranslations('tickets.campo')
  if (nombre === null) return <span className="text-muted">{t('nadie')}</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar nombre={nombre} size="sm" />
      <span className="truncate">{nombre}</span>
    </span>
  )
}

function Awaited({ ticket: { esperaA, esperaDesde } }: { ticket: TicketSummary }) {
  const t = useTranslations('tickets.lista')
  if (!esperaA || !esperaDesde) return <span className="text-muted max-lg:hidden">{t('nadieEspera')}</span>
  const Icon = esperaA === 'equipo' ? Headset : UserRound
  return (
    <span className="flex items-center gap-1.5">
      <Icon className="size-4 shrink-0 text-muted" />
      <span>
        {t(`esperaA.${esperaA}`)}, <ListTime value={esperaDesde} />
      </span>
    </span>
  )
}

type Movable = Exclude<Columna, 'numero'>

const CELLS: Readonly<Record<Movable, Cell>> = {
  estado: ({ ticket }) => <EstadoBadge estado={ticket.estado} />,
  prioridad: ({ ticket }) => <PrioridadBadge prioridad={ticket.prioridad} />,
  asignado: ({ ticket }) => <Assignee nombre={ticket.asignado} />,
  categoria: ({ ticket }) => ticket.categoria,
  solicitante: ({ ticket }) => ticket.solicitante,
  espera: ({ ticket }) => <Awaited ticket={ticket} />,
  creado: ({ ticket, momento }) => <Moment campo="creado" value={ticket.fechaCreacion} momento={momento} />,
  actualizado: ({ ticket, momento }) => (
    <Moment campo="actualizado" value={ticket.fechaActualizacion} momento={momento} />
  ),
}

interface MomentProps {
  campo: 'creado' | 'actualizado'
  value: string
  momento: PastMoment | null
}

/** "Three days ago" is counted from today, and a list of the past may be of long ago. A card says what happened then. */
function Moment({ campo, value, momento }: MomentProps) {
  const t = useTranslations('tickets.campo')
  return (
    <>
      <span className="lg:hidden">{t(campo)} </span>
      {momento ? <DateTime value={value} /> : <ListTime value={value} />}
    </>
  )
}

const TEXT = 'truncate text-muted max-lg:order-2 max-lg:max-w-full max-lg:empty:hidden lg:max-w-32'
const TIME = 'whitespace-nowrap text-muted max-lg:order-3'

const LOOKS: Readonly<Record<Movable, string>> = {
  estado: 'max-lg:order-1',
  prioridad: 'max-lg:order-1',
  asignado: 'max-lg:order-3 lg:max-w-36',
  categoria: TEXT,
  solicitante: TEXT,
  espera: 'max-lg:order-3 lg:whitespace-nowrap',
  creado: TIME,
  actualizado: TIME,
}
