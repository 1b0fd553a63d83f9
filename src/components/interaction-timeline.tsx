import type { TimelineItem, TimelinePage } from '@projections/linea_tiempo/timeline'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Viewer } from '@/domain/viewer'
import { type TicketPlace, ticketUrl } from './tickets/ticket-url'
import { TimelineComment } from './tickets/timeline-comment'
import { TimelineEvent } from './tickets/timeline-event'
import { ButtonLink } from './ui/button'

interface InteractionTimelineProps {
  ticketId: number
  /** When in the ticket's history the page around is: earlier parts are of the same moment. */
  place: TicketPlace
  page: TimelinePage
  viewer: Viewer
  /** False where this is an earlier part of the history. */
  newest: boolean
}

/** A ticket's history, oldest first, by day: what was said and what was changed. */
export function InteractionTimeline({ ticketId, place, page, viewer, newest }: InteractionTimelineProps) {
  const t = useTranslations('tickets.linea')
  const { anterior } = page
  return (
    <section aria-labelledby="historial">
      <h2 id="historial" className="text-base font-semibold">
        {t('titulo')}
      </h2>
      {anterior !== null && (
        <ButtonLink
          href={ticketUrl(ticketId, { ...place, hasta: anterior }, 'historial')}
          variant="secondary"
          size="sm"
          className="mt-3"
        >
          <ArrowUp aria-hidden />
          {t('anteriores')}
        </ButtonLink>
      )}
      <Days items={page.eventos} viewer={viewer} />
      {!newest && (
        <ButtonLink
          href={ticketUrl(ticketId, place, 'historial')}
          variant="secondary"
          size="sm"
          className="mt-4"
        >
          <ArrowDown aria-hidden />
          {t('recientes')}
        </ButtonLink>
      )}
    </section>
  )
}

function Days({ items, viewer }: { items: readonly TimelineItem[]; viewer: Viewer }) {
  const format = useFormatter()
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const day = format.dateTime(new Date(item.evento.sobre.fecha), { dateStyle: 'full' })
    days.set(day, [...(days.get(day) ?? []), item])
  }
  return [...days].map(([day, ofDay]) => (
    <div key={day} className="mt-5">
      <h3 className="mb-3 flex items-center gap-3 text-xs font-medium text-muted after:h-px after:flex-1 after:bg-line">
        {day}
      </h3>
      <ol className="flex flex-col gap-4">
        {ofDay.map((item) => (
          <li
            key={item.evento.sobre.version}
            id={`v${item.evento.sobre.version}`}
            className="scroll-mt-20 rounded-xl target:outline-2 target:outline-offset-4 target:outline-accent"
          >
            {item.evento.tipo === 'comentario' ? (
              <TimelineComment item={item} viewer={viewer} />
            ) : (
              <TimelineEvent item={item} />
            )}
          </li>
        ))}
      </ol>
    </div>
  ))
}
