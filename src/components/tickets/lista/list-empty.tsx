import type { TicketFilter } from '@projections/tickets/list'
import { useTranslations } from 'next-intl'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { History, Inbox, PartyPopper, SearchX } from '@/components/ui/icons'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { FoundNothing } from './list-found'
import { quickFilterOf } from './list-quick'
import { isFiltered, listUrl } from './list-url'

interface ListEmptyProps {
  filter: TicketFilter
  viewer: Viewer
  /** False on a later page, which others may have emptied in the meantime. */
  first: boolean
  momento: PastMoment | null
}

/** Why nothing is in the list, and what to do about it. */
export function ListEmpty({ filter, viewer, first, momento }: ListEmptyProps) {
  const t = useTranslations('tickets.lista')
  const past = useTranslations('tiempo.lista')
  if (!first) {
    return (
      <EmptyState icon={Inbox} title={t('paginaVacia')}>
        <ButtonLink variant="secondary" href={listUrl(filter, { momento })}>
          {t('primera')}
        </ButtonLink>
      </EmptyState>
    )
  }
  if (filter.texto !== null) return <FoundNothing filter={filter} />
  const quick = momento ? null : quickFilterOf(filter, viewer)
  if (quick) {
    return (
      <EmptyState icon={PartyPopper} title={t(`rapidoVacio.${quick}`)} description={t('rapidoVacioAyuda')}>
        <ButtonLink variant="secondary" href={listUrl({})}>
          {t('verTodos')}
        </ButtonLink>
      </EmptyState>
    )
  }
  if (isFiltered(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title={momento ? past('filtradaVacia') : t('filtradaVacia')}
        {...(!momento && { description: t('filtradaVaciaAyuda') })}
      >
        <ButtonLink variant="secondary" href={listUrl({}, { momento })}>
          {t('quitar')}
        </ButtonLink>
      </EmptyState>
    )
  }
  if (momento) return <EmptyState icon={History} title={past('vacia')} />
  const own = seesOnlyOwn(viewer)
  return (
    <EmptyState
      title={t(own ? 'vaciaPropia' : 'vacia')}
      description={t(own ? 'vaciaPropiaAyuda' : 'vaciaAyuda')}
    >
      {viewer.rol !== 'auditor' && (
        <ButtonLink href="/tickets/nuevo">{t(own ? 'primero' : 'nuevo')}</ButtonLink>
      )}
    </EmptyState>
  )
}
