import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { cn } from '@/components/ui/cn'
import { Lock } from '@/components/ui/icons'
import { Markdown } from '@/components/ui/markdown'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { VersionLink } from './version-link'

/** What somebody wrote: a reply, or an internal note that can't be taken for one. */
export function TimelineComment({ item, viewer }: { item: TimelineItem; viewer: Viewer }) {
  const t = useTranslations('tickets.linea')
  const { evento } = item
  if (evento.tipo !== 'comentario') return null
  const autor = item.autor === '' ? t('alguien') : item.autor
  return (
    <article
      data-nota={evento.datos.esInterno || undefined}
      className={cn(
        'rounded-xl border p-4',
        evento.datos.esInterno
          ? 'border-2 border-dashed border-warning-ink/60 bg-warning-soft'
          : 'border-line bg-surface',
      )}
    >
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-sm">
        <Avatar nombre={autor} size="sm" />
        <span className="min-w-0 font-medium wrap-anywhere">{autor}</span>
        <AuthorRole item={item} viewer={viewer} />
        <VersionLink sobre={evento.sobre} viewer={viewer} className="sm:ml-auto" />
      </header>
      {evento.datos.esInterno && (
        <p className="mt-2 flex items-center gap-1.5 text-xs font-semibold text-warning-ink">
          <Lock className="size-3.5" />
          <span>
            {t('interna')} <span className="font-normal">· {t('internaAyuda')}</span>
          </span>
        </p>
      )}
      {evento.contenido === null ? (
        <p className="mt-2 text-sm text-muted italic">{t('borrado')}</p>
      ) : (
        <Markdown text={evento.contenido} className="mt-2 text-sm" />
      )}
    </article>
  )
}

/** A client sees that the team answered, not which post somebody holds in it. */
export function AuthorRole({ item: { autorRol }, viewer }: { item: TimelineItem; viewer: Viewer }) {
  const t = useTranslations('tickets.linea')
  const rol = useTranslations('dominio.rol')
  if (autorRol === 'sistema') return <span className="text-xs text-muted">{t('sistema')}</span>
  if (!seesOnlyOwn(viewer)) return <span className="text-xs text-muted">{rol(autorRol)}</span>
  return autorRol === 'cliente' ? null : <span className="text-xs text-muted">{t('equipo')}</span>
}
