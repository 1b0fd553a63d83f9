import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useFormatter, useTranslations } from 'next-intl'
import { authorRole, eventText, knownName } from '@/components/tickets/linea/event-text'
import { cn } from '@/components/ui/cn'
import { Markdown } from '@/components/ui/markdown'
import type { Viewer } from '@/domain/viewer'

/** An entry of a ticket's history on paper: its head stays with what follows it. */
export function PrintEntry({ item, viewer }: { item: TimelineItem; viewer: Viewer }) {
  const t = useTranslations()
  const format = useFormatter()
  const { evento } = item
  const { fecha, version } = evento.sobre
  const note = evento.tipo === 'comentario' && evento.datos.esInterno
  const { frase, de, a } = eventText(item, t)
  const autor = knownName(item.autor, t)
  const rol = authorRole(item, viewer, t)
  return (
    <li
      data-entrada={version}
      className={cn('py-3 text-sm', note && 'my-2 border-2 border-dashed border-ink px-3')}
    >
      <div className="flex flex-wrap items-baseline gap-x-2 break-inside-avoid break-after-avoid">
        {note && <strong className="uppercase">{t('tickets.linea.interna')}</strong>}
        <p className="min-w-0 wrap-anywhere">
          <span className="font-semibold">{autor}</span>{' '}
          {rol !== null && <span className="text-xs text-muted">{rol}</span>} {frase}
          {a !== null && `: ${de ?? ''} → ${a}`}
          {evento.tipo === 'cierre' &&
            ` (${t('tickets.evento.motivo', { motivo: t(`dominio.motivo.${evento.datos.motivo}`) })})`}
        </p>
        <time dateTime={fecha} className="ml-auto text-xs whitespace-nowrap text-muted">
          {format.dateTime(new Date(fecha), { dateStyle: 'medium', timeStyle: 'medium' })}
        </time>
      </div>
      <Said evento={evento} />
    </li>
  )
}

/** The text of an entry, where it has one. */
function Said({ evento }: Pick<TimelineItem, 'evento'>) {
  const t = useTranslations('tickets.linea')
  if (evento.tipo === 'edicion') {
    const change = evento.contenido?.descripcion
    if (!change) return null
    return (['de', 'a'] as const).map((side) => (
      <div key={side} className="mt-2 border-l-2 border-line pl-3">
        <p className="text-xs text-muted">{t(side === 'de' ? 'textoAnterior' : 'textoNuevo')}</p>
        <p className="wrap-anywhere whitespace-pre-wrap">{change[side]}</p>
      </div>
    ))
  }
  if (evento.tipo !== 'comentario') return null
  if (evento.contenido === null) return <p className="mt-1 italic">{t('borrado')}</p>
  return <Markdown text={evento.contenido} className="mt-1.5" />
}
