import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import type { Viewer } from '@/domain/viewer'
import { TimelineComment } from './timeline-comment'
import { TimelineEvent } from './timeline-event'

/** One entry of a timeline, with the address that leads to it. */
export function TimelineEntry({ item, viewer }: { item: TimelineItem; viewer: Viewer }) {
  return (
    <li
      id={`v${item.evento.sobre.version}`}
      className="scroll-mt-20 rounded-xl target:outline-2 target:outline-offset-4 target:outline-accent"
    >
      {item.evento.tipo === 'comentario' ? (
        <TimelineComment item={item} viewer={viewer} />
      ) : (
        <TimelineEvent item={item} viewer={viewer} />
      )}
    </li>
  )
}
