import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useFormatter, useLocale, useNow, useTranslations } from 'next-intl'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { SECOND, type ShownTime } from '@/components/ui/date-time'
import { Markdown } from '@/components/ui/markdown'
import { isPlain } from '@/components/ui/plain-text'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { authorRole, changeOf, eventText, foldText, knownName, type Translate } from './event-text'
import { useTextChangeWords } from './timeline-change'
import type {
  ShownComment,
  ShownDay,
  ShownEntry,
  ShownFact,
  ShownFold,
  TimelineWords,
} from './timeline-entries.client'
import { foldTimeline } from './timeline-fold'

/** The words of the entries. A hook of a server component. */
export function useTimelineWords(viewer: Viewer): TimelineWords {
  const t = useTranslations('tickets.linea')
  const propio = seesOnlyOwn(viewer)
  return {
    ...useTextChangeWords(),
    cambiaA: t('cambiaA'),
    borrado: t('borrado'),
    copiar: t('enlacePropio'),
    nota: propio ? null : { titulo: t('interna'), ayuda: t('internaAyuda') },
    propio,
  }
}

/** A timeline's entries by day, as they are shown. A hook of a server component. @param items oldest first */
export function useTimelineDays(items: readonly TimelineItem[], viewer: Viewer): ShownDay[] {
  const format = useFormatter()
  const blockOf = useBlocks(viewer)
  const days = new Map<string, TimelineItem[]>()
  for (const item of items) {
    const day = format.dateTime(new Date(item.evento.sobre.fecha), { dateStyle: 'full' })
    const ofDay = days.get(day)
    if (ofDay) ofDay.push(item)
    else days.set(day, [item])
  }
  return [...days].map(([dia, ofDay]) => ({ dia, bloques: foldTimeline(ofDay).flatMap(blockOf) }))
}

function useBlocks(viewer: Viewer) {
  const t = useTranslations()
  const format = useFormatter()
  const locale = useLocale()
  const now = useNow()
  const timeOf = (iso: string): ShownTime => {
    const date = new Date(iso)
    return { iso, texto: format.relativeTime(date, now), exacto: format.dateTime(date, SECOND) }
  }
  const entryOf = (item: TimelineItem): ShownEntry => shownEntry(item, { viewer, t, timeOf })
  return (block: ReturnType<typeof foldTimeline>[number]): (ShownEntry | ShownFold)[] => {
    if (block.tipo === 'evento') return [entryOf(block.item)]
    const last = block.items.at(-1)
    if (!last) return []
    const list = (names: readonly string[]) =>
      format.list(names.map((name) => name.toLocaleLowerCase(locale)))
    const frase = foldText(block.items, t, list)
    const entradas = block.items.map(entryOf)
    return [{ autor: knownName(last.autor, t), frase, tiempo: timeOf(last.evento.sobre.fecha), entradas }]
  }
}

interface Shown {
  readonly viewer: Viewer
  readonly t: Translate
  readonly timeOf: (iso: string) => ShownTime
}

function shownEntry(item: TimelineItem, { viewer, t, timeOf }: Shown): ShownEntry {
  const { sujeto, version, fecha } = item.evento.sobre
  const own = seesOnlyOwn(viewer)
  const comment = item.evento.tipo === 'comentario'
  return {
    version,
    autor: knownName(item.autor, t),
    rol: comment ? authorRole(item, viewer, t) : null,
    tiempo: timeOf(fecha),
    href: ticketUrl(sujeto.id, { version }),
    ver: own ? t('tiempo.evento.verPropio') : t('tiempo.evento.ver', { version }),
    enlace: own ? t('tickets.linea.enlacePropio') : t('tickets.linea.enlace', { version }),
    que: shownComment(item) ?? shownFact(item, t),
  }
}

function shownComment({ evento }: TimelineItem): ShownComment | null {
  if (evento.tipo !== 'comentario') return null
  const { contenido, datos } = evento
  const as = { clase: 'comentario' as const, interna: datos.esInterno }
  if (contenido === null || isPlain(contenido)) return { ...as, texto: contenido }
  return { ...as, texto: null, formato: <Markdown text={contenido} className="mt-2 text-sm" /> }
}

function shownFact(item: TimelineItem, t: Translate): ShownFact {
  const { evento } = item
  const reopened = evento.tipo === 'cambio_estado' && evento.datos.de === 'cerrado'
  return {
    clase: 'hecho',
    icono: reopened ? 'reapertura' : evento.tipo,
    frase: eventText(item, t).frase,
    cambio: changeOf(item, t),
    descripcion: (evento.tipo === 'edicion' && evento.contenido?.descripcion) || null,
  }
}
