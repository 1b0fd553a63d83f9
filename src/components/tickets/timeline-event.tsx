import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useTranslations } from 'next-intl'
import {
  CircleDot,
  CirclePlus,
  Flag,
  type Icon,
  Lock,
  LockOpen,
  MessageSquare,
  Pencil,
  Tag,
  UserRoundCheck,
} from '@/components/ui/icons'
import type { Viewer } from '@/domain/viewer'
import { eventText } from './event-text'
import { EventChange } from './timeline-change'
import { VersionLink } from './version-link'

/** What stands for each kind of event. */
export const EVENT_ICONS: Readonly<Record<TimelineItem['evento']['tipo'], Icon>> = {
  creacion: CirclePlus,
  comentario: MessageSquare,
  cambio_estado: CircleDot,
  cierre: Lock,
  asignacion: UserRoundCheck,
  cambio_prioridad: Flag,
  cambio_categoria: Tag,
  edicion: Pencil,
}

/** What somebody changed, as a sentence with the old and the new value. */
export function TimelineEvent({ item, viewer }: { item: TimelineItem; viewer: Viewer }) {
  const t = useTranslations()
  const { evento } = item
  const autor = item.autor === '' ? t('tickets.linea.alguien') : item.autor
  const reopened = evento.tipo === 'cambio_estado' && evento.datos.de === 'cerrado'
  const Icon = reopened ? LockOpen : EVENT_ICONS[evento.tipo]
  return (
    <div className="flex gap-3 px-1 text-sm">
      <span className="grid size-7 shrink-0 place-items-center rounded-full bg-subtle text-muted ring-4 ring-canvas">
        <Icon className="size-4" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          <p className="min-w-0 wrap-anywhere">
            <span className="font-medium">{autor}</span> {eventText(item, t).frase}
          </p>
          <EventChange item={item} />
          <VersionLink sobre={evento.sobre} viewer={viewer} className="sm:ml-auto" />
        </div>
        {evento.tipo === 'edicion' && evento.contenido?.descripcion && (
          <TextChange change={evento.contenido.descripcion} />
        )}
      </div>
    </div>
  )
}

/** The old and the new text of a change, behind a disclosure. */
export function TextChange({ change }: { change: { de: string; a: string } }) {
  const t = useTranslations('tickets.linea')
  const box = 'mt-1 max-h-60 overflow-y-auto rounded-lg bg-subtle p-3 wrap-anywhere whitespace-pre-wrap'
  return (
    <details className="mt-2">
      <summary className="text-xs text-muted hover:text-ink">{t('verCambio')}</summary>
      <div className="mt-2 grid gap-3 sm:grid-cols-2">
        {(['de', 'a'] as const).map((side) => (
          <div key={side} className="min-w-0">
            <p className="text-xs font-medium text-muted">
              {t(side === 'de' ? 'textoAnterior' : 'textoNuevo')}
            </p>
            <p className={box}>{change[side]}</p>
          </div>
        ))}
      </div>
    </details>
  )
}
