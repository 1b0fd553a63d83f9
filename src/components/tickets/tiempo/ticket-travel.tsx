import type { Punto } from '@projections/linea_tiempo/as-of'
import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import type { TicketDetail } from '@projections/tickets/detail'
import { useFormatter, useTranslations } from 'next-intl'
import type { When } from '@/components/tickets/ticket-request'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { MINUTE } from '@/components/ui/date-time'
import { MomentForm } from './moment-form'
import { PastBar } from './past-bar'
import { TravelPanel, Versions } from './time-travel'

/** Where in its history a ticket is shown. */
interface Shown {
  readonly ticket: TicketDetail
  readonly punto: Punto
  readonly cuando: When
}

/** The moment that a view is of: the one that was asked for, or that of the version's own event. */
export function momentOf({ cuando, punto }: Shown): string {
  return cuando.en === 'momento' ? cuando.instante : punto.fecha
}

/** Says that the ticket is shown as it was. */
export function TicketPast({ vista }: { vista: Shown }) {
  const t = useTranslations('tiempo.pasado')
  const fecha = useFormatter().dateTime(new Date(momentOf(vista)), MINUTE)
  const { version, ultima } = vista.punto
  return (
    <PastBar
      texto={t('ticket', { fecha })}
      detalle={t('version', { version, ultima })}
      presente={ticketUrl(vista.ticket.id)}
    />
  )
}

/** The way through a ticket's history: by its versions, or to a moment. @param evento the shown version's own */
export function TicketTravel({ vista, evento }: { vista: Shown; evento: TimelineItem | null }) {
  const t = useTranslations('tiempo.viaje')
  const { ticket, punto, cuando } = vista
  const past = cuando.en !== 'presente'
  const ahora = new Date().toISOString()
  return (
    <TravelPanel past={past} summary={t(past ? 'mover' : 'abrir')}>
      <Versions ticketId={ticket.id} punto={punto} evento={evento} past={past} />
      <MomentForm
        action={ticketUrl(ticket.id)}
        instante={past ? momentOf(vista) : ahora}
        ahora={ahora}
        label={t('mover')}
        past={past}
      />
    </TravelPanel>
  )
}
