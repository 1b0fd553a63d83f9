import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { LiveList } from '@/components/live/live-refresh.client'
import { ListEmpty } from '@/components/tickets/lista/list-empty'
import { ListFilters } from '@/components/tickets/lista/list-filters'
import { FoundNote } from '@/components/tickets/lista/list-found'
import { ListPast, ListTravel } from '@/components/tickets/lista/list-travel'
import { type ListRequest, listUrl, readListUrl } from '@/components/tickets/lista/list-url'
import { OwnList } from '@/components/tickets/lista/own-list'
import { QuickFilters } from '@/components/tickets/lista/quick-filters'
import { StateTabs } from '@/components/tickets/lista/state-tabs'
import { MomentProblemAlert } from '@/components/tickets/tiempo/moment-problem'
import { isProblem, type PastMoment } from '@/components/tickets/tiempo/moment-url'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button'
import { MINUTE } from '@/components/ui/date-time'
import { Plus } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/page-link'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { requireUser } from '../../../lib/session'
import { loadList } from './load'
import { StaffList } from './staff-list'

type Props = PageProps<'/tickets'>

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [user, params, t] = await Promise.all([requireUser(), searchParams, getTranslations()])
  const titulo = t(`tickets.lista.${seesOnlyOwn(user) ? 'tituloPropios' : 'titulo'}`)
  const { momento } = readListUrl(params, user, Date.now())
  if (momento === null || isProblem(momento)) return { title: titulo }
  const fecha = (await getFormatter()).dateTime(new Date(momento.instante), MINUTE)
  return { title: t('tiempo.pasado.tituloLista', { titulo, fecha }) }
}

/** The tickets that this person may see, as the address filters and sorts them: now, or as they were. */
export default async function TicketsPage({ searchParams }: Props) {
  const [user, params, t] = await Promise.all([requireUser(), searchParams, getTranslations('tickets.lista')])
  const request = readListUrl(params, user, Date.now())
  const { filter, momento } = request
  const problem = isProblem(momento) ? momento : null
  const past = isProblem(momento) ? null : momento
  return (
    <div data-pasado={past !== null || undefined}>
      {past ? <ListPast momento={past} filter={filter} /> : <LiveList />}
      <PageHeader title={t(seesOnlyOwn(user) ? 'tituloPropios' : 'titulo')}>
        {user.rol !== 'auditor' && !past && (
          <ButtonLink href="/tickets/nuevo" aria-keyshortcuts="c">
            <Plus />
            {t('nuevo')}
          </ButtonLink>
        )}
      </PageHeader>
      {problem && <MomentProblemAlert problema={problem} />}
      <ListTravel momento={past} filter={filter} open={momento !== null} />
      {!problem && <Tickets request={request} momento={past} user={user} />}
    </div>
  )
}

interface TicketsProps {
  request: ListRequest
  momento: PastMoment | null
  user: Viewer
}

async function Tickets({ request: { filter, cursor }, momento, user }: TicketsProps) {
  const [list, t, lag] = await Promise.all([
    loadList(user, { filter, cursor, momento }),
    getTranslations('tickets.lista'),
    getTranslations(momento ? 'tiempo.lista' : 'busqueda'),
  ])
  const { tickets, siguiente, found, counts, quick, agents, solicitante, atraso } = list
  const shared = { filter, momento, fragments: found?.fragments }
  const empty = tickets.length === 0 && <ListEmpty {...shared} viewer={user} first={cursor === null} />
  const next = siguiente && { href: listUrl(filter, { cursor: siguiente, momento }), label: t('siguiente') }
  return (
    <>
      <div className="flex flex-col gap-4">
        {atraso > 0 && <Alert tone="warning">{lag('atraso', { eventos: atraso })}</Alert>}
        {quick && <QuickFilters filter={filter} viewer={user} counts={quick} />}
        <StateTabs {...shared} {...counts} />
        <ListFilters {...shared} viewer={user} agents={agents} />
        {solicitante !== null && (
          <p className="text-sm text-muted" data-solicitante>
            {t('deSolicitante', { nombre: solicitante === '' ? '—' : solicitante })}
          </p>
        )}
        {found && !empty && <FoundNote filter={filter} hayMas={found.hayMas} />}
        {seesOnlyOwn(user) ? (
          empty || <OwnList {...shared} tickets={tickets} />
        ) : (
          <StaffList
            {...shared}
            tickets={tickets}
            cursor={cursor}
            viewer={user}
            agents={agents}
            empty={empty}
          />
        )}
      </div>
      <Pagination
        label={t('paginas')}
        first={cursor ? { href: listUrl(filter, { momento }), label: t('primera') } : undefined}
        next={next ?? undefined}
      />
    </>
  )
}
