import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { ArrowRight } from '@/components/ui/icons'
import { eventText } from './event-text'

/** The old and the new value of a change, as chips; nothing for what has none. */
export function EventChange({ item }: { item: TimelineItem }) {
  const t = useTranslations()
  const { evento } = item
  switch (evento.tipo) {
    case 'creacion':
    case 'comentario':
      return null
    case 'cambio_estado':
      return (
        <Change de={<EstadoBadge estado={evento.datos.de} />} a={<EstadoBadge estado={evento.datos.a} />} />
      )
    case 'cierre':
      return (
        <>
          <Change de={<EstadoBadge estado={evento.datos.de} />} a={<EstadoBadge estado="cerrado" />} />
          <span className="text-xs text-muted">
            {t('tickets.evento.motivo', { motivo: t(`dominio.motivo.${evento.datos.motivo}`) })}
          </span>
        </>
      )
    case 'cambio_prioridad':
      return (
        <Change
          de={<PrioridadBadge prioridad={evento.datos.de} />}
          a={<PrioridadBadge prioridad={evento.datos.a} />}
        />
      )
    case 'asignacion':
    case 'cambio_categoria':
    case 'edicion': {
      const { de, a } = eventText(item, t)
      return a === null ? null : <Change de={<Chip>{de}</Chip>} a={<Chip>{a}</Chip>} />
    }
  }
}

/** An old and a new value with an arrow between them. */
export function Change({ de, a }: { de: ReactNode; a: ReactNode }) {
  const t = useTranslations('tickets.linea')
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-1.5">
      {de}
      <ArrowRight className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{t('cambiaA')}</span>
      {a}
    </span>
  )
}

/** Free text as a chip: it may be long, so it wraps. */
export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className="min-w-0 rounded-md bg-subtle px-2 py-0.5 text-xs font-medium wrap-anywhere">
      {children}
    </span>
  )
}
