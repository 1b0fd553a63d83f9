import type { TicketDetail } from '@projections/tickets/detail'
import { getFormatter, getTranslations } from 'next-intl/server'
import { listUrl } from '@/components/tickets/lista/list-url'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { MomentForm } from '@/components/tickets/tiempo/moment-form'
import { MomentProblemAlert } from '@/components/tickets/tiempo/moment-problem'
import { PastBar } from '@/components/tickets/tiempo/past-bar'
import { ButtonLink } from '@/components/ui/button'
import { MINUTE } from '@/components/ui/date-time'
import { EmptyState } from '@/components/ui/empty-state'
import { History } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import type { TicketPageView } from './load'

interface NoViewProps {
  ticket: TicketDetail
  reason: Exclude<TicketPageView, { vista: unknown }>
}

/** A ticket's page where its address asks for what can't be shown: why, and how to ask for something else. */
export async function NoView({ ticket, reason }: NoViewProps) {
  const [t, format] = await Promise.all([getTranslations(), getFormatter()])
  const date = (instante: string) => format.dateTime(new Date(instante), MINUTE)
  const antes = 'antes' in reason ? reason.antes : null
  const presente = ticketUrl(ticket.id)
  const numero = t('tickets.detalle.numero', { id: ticket.id })
  const ahora = new Date().toISOString()
  return (
    <div data-pasado={antes !== null || undefined}>
      {antes && (
        <PastBar texto={t('tiempo.pasado.ticket', { fecha: date(antes.instante) })} presente={presente} />
      )}
      <PageHeader
        title={numero}
        back={<BackLink href={listUrl({}, { momento: antes })}>{t('tickets.detalle.volver')}</BackLink>}
      />
      {'problema' in reason && <MomentProblemAlert problema={reason.problema} />}
      <div className="my-6 max-w-2xl">
        <MomentForm
          action={presente}
          instante={antes?.instante ?? ahora}
          ahora={ahora}
          label={t('tiempo.viaje.mover')}
          past
        />
      </div>
      {antes ? (
        <EmptyState
          icon={History}
          title={t('tiempo.problema.antes', { fecha: date(antes.instante) })}
          description={t('tiempo.problema.antesAyuda', { fecha: date(ticket.fechaCreacion) })}
        >
          <ButtonLink href={ticketUrl(ticket.id, { version: 1 })} variant="secondary">
            {t('tiempo.problema.primera')}
          </ButtonLink>
        </EmptyState>
      ) : (
        <ButtonLink href={presente} variant="secondary">
          {t('tiempo.pasado.presente')}
        </ButtonLink>
      )}
    </div>
  )
}
