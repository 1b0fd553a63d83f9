import { camposOf } from '@projections/linea_tiempo/provenance'
import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/ui/date-time'
import { ChevronDown, Layers } from '@/components/ui/icons'
import type { Viewer } from '@/domain/viewer'
import { TimelineEntry } from './timeline-entry'

/** Changes that one person made together: one line that says of what, and opens to show each. */
export function TimelineFold({ items, viewer }: { items: readonly TimelineItem[]; viewer: Viewer }) {
  const t = useTranslations('tickets')
  const format = useFormatter()
  const locale = useLocale()
  const [first, last] = [items[0], items.at(-1)]
  if (!first || !last) return null
  const campos = [...new Set(items.flatMap(({ evento }) => camposOf(evento)))]
  const nombres = campos.map((campo) =>
    t(campo === 'asignado' ? 'linea.asignacion' : `campo.${campo}`).toLocaleLowerCase(locale),
  )
  return (
    <li>
      <details className="group/pliegue text-sm" data-pliegue>
        <summary className="flex list-none items-start gap-3 rounded-lg px-1 hover:text-ink [&::-webkit-details-marker]:hidden">
          <span className="grid size-7 shrink-0 place-items-center rounded-full bg-subtle text-muted ring-4 ring-canvas">
            <Layers className="size-4" />
          </span>
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 pt-1">
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{first.autor === '' ? t('linea.alguien') : first.autor}</span>{' '}
              {t('linea.plegados', { cuantos: items.length, campos: format.list(nombres) })}
            </span>
            <ChevronDown className="size-4 shrink-0 text-muted transition-transform group-open/pliegue:rotate-180 motion-reduce:transition-none" />
            <RelativeTime value={last.evento.sobre.fecha} className="text-xs text-muted sm:ml-auto" />
          </span>
        </summary>
        <ol className="relative mt-3 flex flex-col gap-3 pl-6 sm:pl-10">
          {items.map((item) => (
            <TimelineEntry key={item.evento.sobre.version} item={item} viewer={viewer} />
          ))}
        </ol>
      </details>
    </li>
  )
}
