import type { TicketFilter } from '@projections/tickets/list'
import { useFormatter, useTranslations } from 'next-intl'
import { MomentForm } from '@/components/tickets/tiempo/moment-form'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { PastBar } from '@/components/tickets/tiempo/past-bar'
import { TravelPanel } from '@/components/tickets/tiempo/time-travel'
import { MINUTE } from '@/components/ui/date-time'
import { listUrl } from './list-url'

/** Says that the list is shown as it was. */
export function ListPast({ momento, filter }: { momento: PastMoment; filter: TicketFilter }) {
  const t = useTranslations('tiempo.pasado')
  const fecha = useFormatter().dateTime(new Date(momento.instante), MINUTE)
  return <PastBar texto={t('lista', { fecha })} presente={listUrl(filter)} />
}

interface ListTravelProps {
  momento: PastMoment | null
  filter: TicketFilter
  open: boolean
}

/** The way to the list as of another moment, with the filters that it has. */
export function ListTravel({ momento, filter, open }: ListTravelProps) {
  const t = useTranslations('tiempo')
  const { estado, prioridad, asignado } = filter
  const ahora = new Date().toISOString()
  return (
    <TravelPanel
      past={open}
      summary={t(open ? 'lista.mover' : 'lista.abrir')}
      className="mb-4 not-open:-mt-4"
    >
      <MomentForm
        action="/tickets"
        instante={momento?.instante ?? ahora}
        ahora={ahora}
        label={t('lista.abrir')}
        past={momento !== null}
      >
        {Object.entries({ estado, prioridad, asignado }).map(
          ([name, value]) => value !== null && <input key={name} type="hidden" name={name} value={value} />,
        )}
      </MomentForm>
    </TravelPanel>
  )
}
