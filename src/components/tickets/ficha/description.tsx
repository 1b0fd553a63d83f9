import type { Procedencias } from '@projections/linea_tiempo/provenance'
import type { TicketDetail } from '@projections/tickets/detail'
import { useTranslations } from 'next-intl'
import { Markdown } from '@/components/ui/markdown'
import type { ShownHistory } from './field-history'
import { Provenance } from './provenance'

interface DescriptionProps {
  ticket: TicketDetail
  desde: Procedencias
  historia: ShownHistory
}

/** What the ticket is about, as it was opened or edited, and since when it says so. */
export function Description({ ticket, desde, historia }: DescriptionProps) {
  const t = useTranslations('tickets.campo')
  return (
    <section
      aria-labelledby="descripcion"
      className="min-w-0 rounded-xl border border-line bg-surface p-5 sm:p-6"
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="descripcion" className="text-base font-semibold">
          {t('descripcion')}
        </h2>
        <Provenance
          ticketId={ticket.id}
          campo="descripcion"
          desde={desde}
          historia={historia}
          className="open:basis-full"
        />
      </div>
      <Markdown text={ticket.descripcion} className="mt-3" />
    </section>
  )
}
