import { countTicketsQuery } from '@projections/tickets/counts'
import { listTicketsQuery } from '@projections/tickets/list'
import { listAgentsQuery } from '@projections/usuarios/list'
import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TicketList } from '@/components/ticket-list'
import { ListEmpty } from '@/components/tickets/list-empty'
import { ListFilters } from '@/components/tickets/list-filters'
import { listUrl, readListUrl } from '@/components/tickets/list-url'
import { StateTabs } from '@/components/tickets/state-tabs'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/page-link'
import { seesOnlyOwn } from '@/domain/viewer'
import { getRuntime } from '@/runtime'
import { requireUser } from '../../../lib/session'

export async function generateMetadata(): Promise<Metadata> {
  const [user, t] = await Promise.all([requireUser(), getTranslations('tickets.lista')])
  return { title: t(seesOnlyOwn(user) ? 'tituloPropios' : 'titulo') }
}

/** The tickets that this person may see, as the address filters and sorts them. */
export default async function TicketsPage({ searchParams }: PageProps<'/tickets'>) {
  const [user, params, t] = await Promise.all([requireUser(), searchParams, getTranslations('tickets.lista')])
  const { filter, cursor } = readListUrl(params, user)
  const db = (await getRuntime()).db.as('api_server')
  const [{ tickets, siguiente }, counts, agents] = await Promise.all([
    listTicketsQuery(db, user, filter, cursor),
    countTicketsQuery(db, user),
    listAgentsQuery(db, user),
  ])
  const next = siguiente && { href: listUrl(filter, siguiente), label: t('siguiente') }
  return (
    <>
      <PageHeader title={t(seesOnlyOwn(user) ? 'tituloPropios' : 'titulo')}>
        {user.rol !== 'auditor' && (
          <ButtonLink href="/tickets/nuevo">
            <Plus aria-hidden />
            {t('nuevo')}
          </ButtonLink>
        )}
      </PageHeader>
      <div className="flex flex-col gap-4">
        <StateTabs filter={filter} counts={counts} />
        <ListFilters filter={filter} viewer={user} agents={agents} />
        {tickets.length > 0 ? (
          <TicketList tickets={tickets} viewer={user} />
        ) : (
          <ListEmpty filter={filter} viewer={user} first={cursor === null} />
        )}
      </div>
      <Pagination
        label={t('paginas')}
        first={cursor ? { href: listUrl(filter), label: t('primera') } : undefined}
        next={next ?? undefined}
      />
    </>
  )
}
