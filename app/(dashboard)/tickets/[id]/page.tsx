import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { listAgentsQuery } from '@projections/usuarios/list'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { InteractionTimeline } from '@/components/interaction-timeline'
import { Composer } from '@/components/tickets/composer'
import type { TicketDesk } from '@/components/tickets/desk'
import { offersFor } from '@/components/tickets/permissions'
import { Properties } from '@/components/tickets/properties'
import { TicketHeader } from '@/components/tickets/ticket-header'
import { Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { requireUser } from '../../../lib/session'
import { ACTIONS } from './actions'
import { loadTicket } from './load'

type Props = PageProps<'/tickets/[id]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const ticket = await loadTicket((await params).id)
  const t = await getTranslations()
  if (!ticket) return { title: t('comun.noEncontrado.titulo') }
  return { title: t('tickets.detalle.tituloPagina', { id: ticket.id, titulo: ticket.titulo }) }
}

/** A ticket with its history, and what this person may do with it. */
export default async function TicketPage({ params, searchParams }: Props) {
  const [viewer, { id }, { hasta }] = await Promise.all([requireUser(), params, searchParams])
  const ticket = await loadTicket(id)
  // Before anything is streamed: a 404 must still be one.
  if (!ticket) notFound()
  const before = Id.safeParse(Number(hasta))
  const { db, newId } = await getRuntime()
  const reader = db.as('api_server')
  const offers = offersFor(viewer, ticket.estado)
  const [page, agents] = await Promise.all([
    timelineQuery(reader, viewer, ticket.id, before.success ? { hasta: before.data } : {}),
    offers.equipo ? listAgentsQuery(reader, viewer) : [],
  ])
  const desk: TicketDesk = { ticket, viewer, offers, agents, actions: ACTIONS, newId }
  return (
    <>
      <TicketHeader desk={desk} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem] lg:grid-rows-[auto_1fr]">
        <Description text={ticket.descripcion} />
        <div className="min-w-0 lg:sticky lg:top-20 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <Properties desk={desk} />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <InteractionTimeline ticketId={ticket.id} page={page} viewer={viewer} newest={!before.success} />
          {offers.participa && <Composer desk={desk} />}
        </div>
      </div>
    </>
  )
}

async function Description({ text }: { text: string }) {
  const t = await getTranslations('tickets.campo')
  return (
    <section
      aria-labelledby="descripcion"
      className="min-w-0 rounded-xl border border-line bg-surface p-5 sm:p-6"
    >
      <h2 id="descripcion" className="text-base font-semibold">
        {t('descripcion')}
      </h2>
      <p className="mt-3 leading-relaxed wrap-anywhere whitespace-pre-wrap">{text}</p>
    </section>
  )
}
