import type { TicketFilter } from '@projections/tickets/list'
import { Inbox, SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { isFiltered, listUrl } from './list-url'

interface ListEmptyProps {
  filter: TicketFilter
  viewer: Viewer
  /** False on a later page, which others may have emptied in the meantime. */
  first: boolean
}

/** Why nothing is in the list, and what to do about it. */
export function ListEmpty({ filter, viewer, first }: ListEmptyProps) {
  const t = useTranslations('tickets.lista')
  if (!first) {
    return (
      <EmptyState icon={Inbox} title={t('paginaVacia')}>
        <ButtonLink variant="secondary" href={listUrl(filter)}>
          {t('primera')}
        </ButtonLink>
      </EmptyState>
    )
  }
  if (isFiltered(filter)) {
    return (
      <EmptyState icon={SearchX} title={t('filtradaVacia')} description={t('filtradaVaciaAyuda')}>
        <ButtonLink variant="secondary" href="/tickets">
          {t('quitar')}
        </ButtonLink>
      </EmptyState>
    )
  }
  const own = seesOnlyOwn(viewer)
  return (
    <EmptyState
      title={t(own ? 'vaciaPropia' : 'vacia')}
      description={t(own ? 'vaciaPropiaAyuda' : 'vaciaAyuda')}
    >
      {viewer.rol !== 'auditor' && <ButtonLink href="/tickets/nuevo">{t('nuevo')}</ButtonLink>}
    </EmptyState>
  )
}
