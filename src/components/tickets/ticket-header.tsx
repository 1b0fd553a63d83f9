import { Eye, Reply } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { buttonClasses } from '@/components/ui/button'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { EditForm } from './action-forms'
import type { TicketDesk } from './desk'

/** What ticket this is, and how it stands. */
export function TicketHeader({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.detalle')
  const { ticket, offers } = desk
  const description = (
    <span className="mt-2 flex flex-wrap items-center gap-2">
      <span className="tabular-nums">{t('numero', { id: ticket.id })}</span>
      <EstadoBadge estado={ticket.estado} />
      <PrioridadBadge prioridad={ticket.prioridad} />
    </span>
  )
  return (
    <>
      <PageHeader
        title={ticket.titulo}
        description={description}
        back={<BackLink href="/tickets">{t('volver')}</BackLink>}
      >
        {offers.participa && !offers.cerrado && (
          <a href="#responder" className={buttonClasses({ variant: 'secondary' })}>
            <Reply aria-hidden />
            {t('irAResponder')}
          </a>
        )}
      </PageHeader>
      {offers.participa ? (
        <div className="mb-6">
          <EditForm desk={desk} />
        </div>
      ) : (
        <p className="mb-6 flex items-center gap-2 text-sm text-muted">
          <Eye aria-hidden className="size-4 shrink-0" />
          {t('soloLectura')}
        </p>
      )}
    </>
  )
}
