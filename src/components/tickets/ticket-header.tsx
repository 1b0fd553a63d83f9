import type { Procedencias } from '@projections/linea_tiempo/provenance'
import type { TicketDetail } from '@projections/tickets/detail'
import { Eye, Reply } from 'lucide-react'
import type { Route } from 'next'
import { useTranslations } from 'next-intl'
import { Presence } from '@/components/live/presence.client'
import { buttonClasses } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { EditForm } from './action-forms'
import { EstadoChip, PrioridadChip } from './chips'
import type { TicketDesk } from './desk'
import { Provenance } from './provenance'

interface TicketHeaderProps {
  ticket: TicketDetail
  desde: Procedencias
  /** What the forms are made from; none in the past. */
  desk: TicketDesk | null
  /** The list to go back to: of the same moment. */
  lista: Route
}

/** What ticket this is, and how it stands. */
export function TicketHeader({ ticket, desde, desk, lista }: TicketHeaderProps) {
  const t = useTranslations('tickets')
  const description = (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <span className="tabular-nums">{t('detalle.numero', { id: ticket.id })}</span>
      <EstadoChip ticket={ticket} />
      <PrioridadChip ticket={ticket} />
      <Provenance
        ticketId={ticket.id}
        campo={t('campo.titulo')}
        nombrado
        desde={desde.titulo}
        className="open:basis-full"
      />
      {desk?.offers.participa && <Presence ticketId={ticket.id} equipo={desk.offers.equipo} />}
    </div>
  )
  return (
    <PageHeader
      title={ticket.titulo}
      description={description}
      back={<BackLink href={lista}>{t('detalle.volver')}</BackLink>}
    >
      {desk?.offers.participa && !desk.offers.cerrado && (
        <a href="#responder" className={buttonClasses({ variant: 'secondary' })}>
          <Reply aria-hidden />
          {t('detalle.irAResponder')}
        </a>
      )}
    </PageHeader>
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
      <Eye aria-hidden className="size-4 shrink-0" />
      {t('soloLectura')}
    </p>
  )
}
