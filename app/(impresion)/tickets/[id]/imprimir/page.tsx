import type { TicketDetail } from '@projections/tickets/detail'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PrintBar } from '@/components/impresion/print-bar'
import { PrintHeader } from '@/components/impresion/print-header'
import { seesOnlyOwn } from '@/domain/viewer'
import { requireReader } from '../../../../lib/reader'
import { loadTicket } from '../../../../lib/ticket'
import { Entries } from './entries'

type Props = PageProps<'/tickets/[id]/imprimir'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [ticket, t] = await Promise.all([params.then(({ id }) => loadTicket(id)), getTranslations()])
  if (!ticket) return { title: t('comun.noEncontrado.titulo') }
  const { id, titulo } = ticket
  return { title: t('tickets.detalle.tituloPagina', { id, titulo }) }
}

/** A ticket to be printed: all of it, in reading order. */
export default async function PrintPage({ params, searchParams }: Props) {
  const [{ id }, { notas }] = await Promise.all([params, searchParams])
  const ticket: TicketDetail | null = await loadTicket(id)
  // Before anything is streamed: a 404 must still be one.
  if (!ticket) notFound()
  const { viewer } = await requireReader()
  const withNotes = notas === 'si' && !seesOnlyOwn(viewer)
  return (
    <>
      <PrintBar ticketId={ticket.id} viewer={viewer} notas={withNotes} />
      <article>
        <PrintHeader ticket={ticket} viewer={viewer} notas={withNotes} now={new Date()} />
        <Entries ticket={ticket} viewer={viewer} notas={withNotes} desde={0} antes={0} />
      </article>
    </>
  )
}
