import { readAgents } from '@projections/caches/lists'
import type { Campo } from '@projections/linea_tiempo/provenance'
import type { TimelinePage } from '@projections/linea_tiempo/timeline'
import { fieldValuesQuery } from '@projections/linea_tiempo/values'
import type { TicketDetail } from '@projections/tickets/detail'
import { requesterQuery } from '@projections/tickets/requester'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { listDrafts } from '@/auth/drafts'
import { InteractionTimeline } from '@/components/interaction-timeline'
import { LiveTicket } from '@/components/live/live-refresh.client'
import { Composer } from '@/components/tickets/compositor/composer'
import type { TicketDesk } from '@/components/tickets/desk'
import { ClientStatus, isUnanswered } from '@/components/tickets/ficha/client-status'
import { Description } from '@/components/tickets/ficha/description'
import { OptimisticTicket, PendingComments } from '@/components/tickets/ficha/optimistic.client'
import { Properties } from '@/components/tickets/ficha/properties'
import { RequesterCard } from '@/components/tickets/ficha/requester-card'
import { TicketEditing, TicketHeader } from '@/components/tickets/ficha/ticket-header'
import { listUrl } from '@/components/tickets/lista/list-url'
import { offersFor } from '@/components/tickets/permissions'
import { momentoOf, placeOf } from '@/components/tickets/ticket-request'
import { momentOf, TicketPast, TicketTravel } from '@/components/tickets/tiempo/ticket-travel'
import { MINUTE } from '@/components/ui/date-time'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'
import { requireReader } from '../../../lib/reader'
import { markSeen } from '../../../lib/seen'
import { loadTicket } from '../../../lib/ticket'
import { ACTIONS } from './actions'
import { loadTimeline, loadView, type TicketView } from './load'
import { NoView } from './no-view'

type Props = PageProps<'/tickets/[id]'>

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const ticket = await loadTicket((await params).id)
  const t = await getTranslations()
  if (!ticket) return { title: t('comun.noEncontrado.titulo') }
  const page = await loadView(ticket, await searchParams)
  if (!('vista' in page)) return { title: t('tickets.detalle.numero', { id: ticket.id }) }
  const { cuando, ticket: shown } = page.vista
  const { id, titulo } = cuando.en === 'presente' ? ticket : shown
  if (cuando.en === 'presente') return { title: t('tickets.detalle.tituloPagina', { id, titulo }) }
  const fecha = (await getFormatter()).dateTime(new Date(momentOf(page.vista)), MINUTE)
  return { title: t('tiempo.pasado.tituloPagina', { id, titulo, fecha }) }
}

/** A ticket with its history, and what this person may do with it; or as it was, with nothing to do about it. */
export default async function TicketPage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams])
  const ticket = await loadTicket(id)
  // Before anything is streamed: a 404 must still be one.
  if (!ticket) notFound()
  const page = await loadView(ticket, query)
  if (!('vista' in page)) return <NoView ticket={ticket} reason={page} />
  if (page.vista.cuando.en === 'presente') await markSeen(ticket)
  return (
    <OptimisticTicket key={ticket.id}>
      <TicketContent present={ticket} vista={page.vista} hasta={page.hasta} valores={page.valores} />
    </OptimisticTicket>
  )
}

interface TicketContentProps {
  present: TicketDetail
  vista: TicketView
  hasta: number | null
  /** The field whose earlier values the address asks for. */
  valores: Campo | null
}

async function TicketContent({ present, vista, hasta, valores }: TicketContentProps) {
  const [reader, { newId }] = await Promise.all([requireReader(), getRuntime()])
  const { viewer } = reader
  const past = vista.cuando.en !== 'presente'
  const ticket = past ? vista.ticket : present
  const offers = offersFor(viewer, ticket.estado)
  const before = past ? Math.min(hasta ?? Number.MAX_SAFE_INTEGER, ticket.version + 1) : hasta
  const [page, agents, borradores, requester, history] = await Promise.all([
    loadTimeline(ticket, before),
    offers.equipo && !past ? readAgents(reader) : [],
    offers.participa && !past ? listDrafts(reader.db, { cuenta: viewer.id, ticket: ticket.id }) : {},
    past ? null : requesterQuery(reader.db, viewer, ticket),
    valores && fieldValuesQuery(reader.db, viewer, ticket.id, { campo: valores, hasta: ticket.version }),
  ])
  const desk: TicketDesk | null = past ? null : { ticket, viewer, offers, agents, actions: ACTIONS, newId }
  const historia = {
    campo: valores,
    lugar: { ...placeOf(vista.cuando), hasta: hasta ?? undefined },
    ...history,
  }
  const shared = { ticket, desde: vista.desde, historia }
  return (
    <div data-ticket data-pasado={past || undefined}>
      {past ? (
        <TicketPast vista={vista} />
      ) : (
        <LiveTicket ticketId={ticket.id} version={ticket.version} viewerId={viewer.id} />
      )}
      <TicketHeader
        {...shared}
        desk={desk}
        lista={listUrl({}, { momento: momentoOf(vista.cuando) })}
        hasta={past ? Date.parse(momentOf(vista)) : Date.now()}
      />
      {desk && <ClientStatus ticket={ticket} viewer={viewer} unanswered={isUnanswered(page)} />}
      {desk && <TicketEditing desk={desk} />}
      <TicketTravel vista={vista} evento={hasta === null ? (page.eventos.at(-1) ?? null) : null} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem] lg:grid-rows-[auto_1fr]">
        <Description {...shared} />
        <div className="min-w-0 lg:sticky lg:top-20 lg:col-start-2 lg:row-span-2 lg:row-start-1 in-data-pasado:lg:top-36">
          <Properties {...shared} viewer={viewer} desk={desk} />
          {requester && <RequesterCard nombre={ticket.solicitante} requester={requester} />}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <InteractionTimeline
            ticketId={ticket.id}
            place={placeOf(vista.cuando)}
            page={page}
            viewer={viewer}
            newest={hasta === null}
          />
          {desk && <PendingComments shown={ownCommands(page, viewer)} />}
          {desk?.offers.participa && <Composer desk={desk} borradores={borradores} />}
        </div>
      </div>
    </div>
  )
}

/** The commands of this person's that the page shows the events of: none of them is on its way any more. */
function ownCommands({ eventos }: TimelinePage, viewer: Viewer): readonly string[] {
  return eventos
    .filter(({ evento }) => evento.sobre.usuarioId === viewer.id)
    .map(({ evento }) => evento.sobre.comandoId)
}
