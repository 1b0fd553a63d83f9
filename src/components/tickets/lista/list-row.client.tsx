'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { SelectCell } from '@/components/tickets/masivas/bulk-cells'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import type { ShownTime } from '@/components/ui/date-time'
import { ESTADO_LOOKS, PRIORIDAD_LOOKS } from '@/components/ui/domain-badges'
import { Headset, UserRound } from '@/components/ui/icons'
import type { Estado, Prioridad } from '@/domain/values'
import type { Columna } from './list-columns'

/** A ticket as its row shows it. Plain data: fifty rows of elements would be rendered and sent twice. */
export interface RowTicket {
  readonly id: number
  readonly version: number
  readonly href: string
  readonly titulo: string
  /** True until this person has seen the ticket as it is now. */
  readonly nuevo: boolean
  readonly estado: Estado
  readonly prioridad: Prioridad
  readonly asignado: string | null
  readonly categoria: string | null
  readonly solicitante: string
  readonly espera: { readonly a: 'equipo' | 'cliente'; readonly desde: ShownTime } | null
  readonly creado: ShownTime
  readonly actualizado: ShownTime
  /** The title with the found words marked, and where else they stand, when it was searched for. */
  readonly hallado?: { readonly titulo: ReactNode; readonly texto: ReactNode }
  /** What its checkbox is called; none for those who may not change many at a time. */
  readonly elegir?: string
}

/** What the rows of a list say, whichever their ticket, in the reader's language. */
export interface RowTexts {
  readonly sinVer: string
  readonly nadie: string
  readonly nadieEspera: string
  readonly creado: string
  readonly actualizado: string
  readonly espera: Readonly<Record<'equipo' | 'cliente', string>>
  readonly estado: Readonly<Record<Estado, string>>
  readonly prioridad: Readonly<Record<Prioridad, string>>
}

interface TicketRowsProps {
  tickets: readonly RowTicket[]
  /** In the order of the table; the number first, if it is among them. */
  shown: readonly Columna[]
  textos: RowTexts
}

/** The list's rows: each one of the table, or a card that leads with the title. */
export function TicketRows({ tickets, shown, textos }: TicketRowsProps) {
  const rest = shown.filter((columna) => columna !== 'numero')
  return tickets.map((ticket) => (
    <tr key={ticket.id} data-fila={ticket.id}>
      {ticket.elegir !== undefined && (
        <SelectCell id={ticket.id} version={ticket.version} label={ticket.elegir} />
      )}
      {rest.length < shown.length && <td className="text-muted tabular-nums max-lg:order-2">#{ticket.id}</td>}
      <td className="max-lg:basis-full">
        <TitleLink ticket={ticket} textos={textos} />
        {ticket.hallado?.texto}
      </td>
      {rest.map((columna) => {
        const Content = CELLS[columna]
        return (
          <td key={columna} className={LOOKS[columna]}>
            <Content ticket={ticket} textos={textos} />
          </td>
        )
      })}
    </tr>
  ))
}

interface CellProps {
  ticket: RowTicket
  textos: RowTexts
}
type Cell = (props: CellProps) => ReactNode

/** Bold until this person has seen the ticket as it is now. */
function TitleLink({ ticket: { href, nuevo, titulo, hallado }, textos }: CellProps) {
  return (
    // The link covers the row: one target, as wide as a thumb wants it.
    <Link
      data-abrir
      data-nuevo={nuevo || undefined}
      href={href}
      prefetch={false}
      className="line-clamp-2 wrap-anywhere after:absolute after:inset-0 hover:underline data-nuevo:font-bold"
    >
      <span data-titulo>{hallado?.titulo ?? titulo}</span>
      {nuevo && <span className="sr-only"> ({textos.sinVer})</span>}
    </Link>
  )
}

function Assignee({ ticket: { asignado }, textos }: CellProps) {
  if (asignado === null) return <span className="text-muted">{textos.nadie}</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar nombre={asignado} size="sm" />
      <span className="truncate">{asignado}</span>
    </span>
  )
}

function Awaited({ ticket: { espera }, textos }: CellProps) {
  if (espera === null) return <span className="text-muted max-lg:hidden">{textos.nadieEspera}</span>
  const Icon = espera.a === 'equipo' ? Headset : UserRound
  return (
    <span className="flex items-center gap-1.5">
      <Icon className="size-4 shrink-0 text-muted" />
      <span>
        {textos.espera[espera.a]}, <Time time={espera.desde} />
      </span>
    </span>
  )
}

function Time({ time: { iso, texto, exacto } }: { time: ShownTime }) {
  return (
    <time dateTime={iso} data-exacto={exacto}>
      {texto}
    </time>
  )
}

/** A card says what happened then. */
function Moment({ label, time }: { label: string; time: ShownTime }) {
  return (
    <>
      <span className="lg:hidden">{label} </span>
      <Time time={time} />
    </>
  )
}

type Movable = Exclude<Columna, 'numero'>

const CELLS: Readonly<Record<Movable, Cell>> = {
  estado: ({ ticket: { estado }, textos }) => (
    <Badge {...ESTADO_LOOKS[estado]}>{textos.estado[estado]}</Badge>
  ),
  prioridad: ({ ticket: { prioridad }, textos }) => (
    <Badge {...PRIORIDAD_LOOKS[prioridad]}>{textos.prioridad[prioridad]}</Badge>
  ),
  asignado: Assignee,
  categoria: ({ ticket }) => ticket.categoria,
  solicitante: ({ ticket }) => ticket.solicitante,
  espera: Awaited,
  creado: ({ ticket, textos }) => <Moment label={textos.creado} time={ticket.creado} />,
  actualizado: ({ ticket, textos }) => <Moment label={textos.actualizado} time={ticket.actualizado} />,
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
