import type { Procedencias } from '@projections/linea_tiempo/provenance'
import type { TicketDetail } from '@projections/tickets/detail'
import type { Route } from 'next'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Presence } from '@/components/live/presence.client'
import type { TicketDesk } from '@/components/tickets/desk'
import { printUrl } from '@/components/tickets/ticket-url'
import { Avatar } from '@/components/ui/avatar'
import { buttonClasses } from '@/components/ui/button'
import { CopyText } from '@/components/ui/copy.client'
import { Eye, Printer, Reply } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { EditForm } from './action-forms'
import { EstadoChip, PrioridadChip } from './chips'
import type { ShownHistory } from './field-history'
import { Provenance } from './provenance'
import { TicketAge } from './ticket-age'

interface TicketHeaderProps {
  ticket: TicketDetail
  desde: Procedencias
  historia: ShownHistory
  /** What the forms are made from; none in the past. */
  desk: TicketDesk | null
  /** The list to go back to: of the same moment. */
  lista: Route
  /** Until when the ticket's age is counted, in milliseconds. */
  hasta: number
}

/** What ticket this is, and how it stands. */
export function TicketHeader({ ticket, desde, historia, desk, lista, hasta }: TicketHeaderProps) {
  const t = useTranslations('tickets')
  const description = (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <TicketNumber id={ticket.id} />
      <EstadoChip ticket={ticket} />
      <PrioridadChip ticket={ticket} />
      <Assignee asignado={ticket.asignado} />
      <TicketAge ticket={ticket} hasta={hasta} />
      <Provenance
        ticketId={ticket.id}
        campo="titulo"
        nombrado
        desde={desde}
        historia={historia}
        className="open:basis-full"
      />
      {desk?.offers.participa && <Presence ticketId={ticket.id} equipo={desk.offers.equipo} />}
    </div>
  )
  return (
    <PageHeader
      title={<span className="block text-xl wrap-anywhere sm:text-2xl">{ticket.titulo}</span>}
      description={description}
      back={<BackLink href={lista}>{t('detalle.volver')}</BackLink>}
    >
      {desk?.offers.participa && !desk.offers.cerrado && (
        <a href="#responder" className={buttonClasses({ variant: 'secondary' })}>
          <Reply />
          {t('detalle.irAResponder')}
        </a>
      )}
      {desk && (
        <Link href={printUrl(ticket.id)} prefetch={false} className={buttonClasses({ variant: 'secondary' })}>
          <Printer />
          {t('detalle.imprimir')}
        </Link>
      )}
    </PageHeader>
  )
}

/** The number that people name the ticket by, and the way to take it elsewhere. */
function TicketNumber({ id }: { id: number }) {
  const t = useTranslations('tickets.detalle')
  const words = { boton: t('copiarNumero'), hecho: t('numeroCopiado'), fallo: t('numeroNoCopiado') }
  return (
    <span className="inline-flex items-center gap-0.5 font-medium text-ink tabular-nums">
      #{id}
      <CopyText text={`#${id}`} words={words} />
    </span>
  )
}

function Assignee({ asignado }: { asignado: string | null }) {
  const t = useTranslations('tickets.campo')
  if (asignado === null) return <span>{t('nadie')}</span>
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <Avatar nombre={asignado} size="sm" />
      <span className="sr-only">{t('asignado')}</span>
      <span className="min-w-0 text-ink wrap-anywhere">{asignado}</span>
    </span>
  )
}

/** The way to edit the ticket's texts, or why there is none. */
export function TicketEditing({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.detalle')
  return desk.offers.participa ? (
    <div className="mb-6 not-has-[details]:not-has-[[role]]:mb-0">
      <EditForm desk={desk} />
    </div>
  ) : (
    <p className="mb-6 flex items-center gap-2 text-sm text-muted">
      <Eye className="size-4 shrink-0" />
      {t('soloLectura')}
    </p>
  )
}
