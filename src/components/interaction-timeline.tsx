import type { TimelinePage } from '@projections/linea_tiempo/timeline'
import { useTranslations } from 'next-intl'
import { ArrowDown, ArrowUp } from '@/components/ui/icons'
import type { Viewer } from '@/domain/viewer'
import { TimelineDays } from './tickets/linea/timeline-entries.client'
import { TimelineLinks } from './tickets/linea/timeline-links.client'
import { useTimelineDays, useTimelineWords } from './tickets/linea/timeline-rows'
import { type TicketPlace, ticketUrl } from './tickets/ticket-url'
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
        <TimelineDays days={useTimelineDays(page.eventos, viewer)} words={useTimelineWords(viewer)} />
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
