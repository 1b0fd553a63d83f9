import { type Fragment, LOOKED_AT } from '@projections/busqueda/tickets'
import type { TicketFilter } from '@projections/tickets/list'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Lock, SearchX } from '@/components/ui/icons'
import { isFiltered, listUrl, unfilteredUrl } from './list-url'
import { Marked, unmarked } from './marked'

/** A ticket's title; the found words in it marked, unless the index still has another title. */
export function FoundTitle({ titulo, fragment }: { titulo: string; fragment: Fragment | undefined }) {
  const marked = fragment?.titulo ?? null
  return marked !== null && unmarked(marked) === titulo ? <Marked text={marked} /> : titulo
}

/** Where else on the ticket the words stand; nothing where that is the title alone. */
export function FoundText({ fragment }: { fragment: Fragment | undefined }) {
  const t = useTranslations('busqueda')
  const texto = fragment?.texto ?? null
  if (!fragment || texto === null || unmarked(texto) === texto) return null
  return (
    <span className="mt-1 line-clamp-3 text-sm text-muted wrap-anywhere md:line-clamp-2 md:max-w-prose">
      <span className="font-medium text-ink">
        {fragment.lugar === 'nota' && <Lock className="mr-1 inline size-3.5 align-[-0.125em]" />}
        {t(`lugar.${fragment.lugar}`)}
      </span>{' '}
      <Marked text={texto} />
    </span>
  )
}

interface FoundNoteProps {
  filter: TicketFilter
  /** True where there are more texts with these words than were looked at. */
  hayMas: boolean
}

/** What is shown was searched for: how it is sorted, the other way to sort it, and what was not looked at. */
export function FoundNote({ filter, hayMas }: FoundNoteProps) {
  const t = useTranslations('busqueda')
  const other = filter.orden === 'relevancia' ? 'actualizacion' : 'relevancia'
  return (
    <p className="text-sm text-muted">
      {t('resultados', { texto: filter.texto ?? '' })} {hayMas && `${t('hayMas', { tope: LOOKED_AT })} `}
      <Link
        href={listUrl({ ...filter, orden: other })}
        className="inline-flex min-h-6 items-center font-medium text-accent-ink underline underline-offset-2"
      >
        {t(`ordenar.${other}`)}
      </Link>
    </p>
  )
}

/** Nothing was found: what was searched, and the ways out. */
export function FoundNothing({ filter }: { filter: TicketFilter }) {
  const t = useTranslations('busqueda')
  const others = isFiltered({ ...filter, texto: null })
  return (
    <EmptyState
      icon={SearchX}
      title={t('nada', { texto: filter.texto ?? '' })}
      description={t(others ? 'nadaConFiltros' : 'nadaAyuda')}
    >
      <div className="flex flex-wrap justify-center gap-2">
        {others && (
          <ButtonLink href={unfilteredUrl({ texto: filter.texto, orden: filter.orden })}>
            {t('sinFiltros')}
          </ButtonLink>
        )}
        <ButtonLink variant="secondary" href={listUrl({ ...filter, texto: null })}>
          {t('sinTexto')}
        </ButtonLink>
      </div>
    </EmptyState>
  )
}
