import type { TimelineItem, TimelinePage } from '@projections/linea_tiempo/timeline'
import { useFormatter, useTranslations } from 'next-intl'
import { ArrowDown, ArrowUp } from '@/components/ui/icons'
import type { Viewer } from '@/domain/viewer'
import { type TicketPlace, ticketUrl } from './tickets/ticket-url'
import { TimelineEntry } from './tickets/timeline-entry'
import { foldTimeline } from './tickets/timeline-fold'
import { TimelineFold } from './tickets/timeline-fold-line'
import { TimelineLinks } from './tickets/timeline-links.client'
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
  const t = useTranslations()
  const { anterior } = page
  return (
    <section aria-labelledby="historial">
      <h2 id="historial" className="text-base font-semibold">
        {t('tickets.linea.titulo')}
      </h2>
      {anterior !== null && (
        <ButtonLink
          href={ticketUrl(ticketId, { ...place, hasta: anterior }, 'historial')}
          variant="secondary"
          size="sm"
          className="mt-3"
        >
          <ArrowUp />
          {t('tickets.linea.anteriores')}
        </ButtonLink>
      )}
      <TimelineLinks
        words={{ hecho: t('tiempo.copiar.hecho'), fallo: t('tiempo.copiar.fallo') }}
        primera={anterior}
      >
        <Days items={page.eventos} viewer={viewer} />
      </TimelineLinks>
      {!newest && (
        <ButtonLink
          href={ticketUrl(ticketId, place, 'historial')}
          variant="secondary"
          size="sm"
          className="mt-4"
        >
          <ArrowDown />
          {t('tickets.linea.recientes')}
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
    const ofDay = days.get(day)
    if (ofDay) ofDay.push(item)
    else days.set(day, [item])
  }
  return [...days].map(([day, ofDay]) => (
    <div key={day} className="mt-5">
      <h3 className="mb-3 flex items-center gap-3 text-xs font-medium text-muted after:h-px after:flex-1 after:bg-line">
        {day}
      </h3>
      {/* The line that all of a day hangs on: through the middle of the icons, behind the cards. */}
      <ol className="relative isolate flex flex-col gap-4 before:absolute before:inset-y-1 before:left-[1.0625rem] before:-z-10 before:w-0.5 before:bg-line">
        {foldTimeline(ofDay).map((block) =>
          block.tipo === 'evento' ? (
            <TimelineEntry key={block.item.evento.sobre.version} item={block.item} viewer={viewer} />
          ) : (
            <TimelineFold key={block.items[0]?.evento.sobre.version} items={block.items} viewer={viewer} />
          ),
        )}
      </ol>
    </div>
  ))
}
