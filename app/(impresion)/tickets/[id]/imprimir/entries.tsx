import { wholeTimelineQuery } from '@projections/linea_tiempo/whole'
import type { TicketDetail } from '@projections/tickets/detail'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { PrintEntry } from '@/components/impresion/print-entry'
import type { Viewer } from '@/domain/viewer'
import { requireReader } from '../../../../lib/reader'

interface EntriesProps {
  ticket: TicketDetail
  viewer: Viewer
  notas: boolean
  /** The version that was shown last. */
  desde: number
  /** How many entries stand before these. */
  antes: number
}

/** A part of the history, and behind it the next: each is read when the one before it has been sent. */
export async function Entries({ ticket, viewer, notas, desde, antes }: EntriesProps) {
  const [{ db }, t] = await Promise.all([requireReader(), getTranslations('tickets.impresion')])
  // Others' requests come first: a long ticket is many parts, each as long as a page.
  await new Promise((resolve) => setImmediate(resolve))
  const range = { desde, hasta: ticket.version, notas }
  const { eventos, siguiente } = await wholeTimelineQuery(db, viewer, ticket.id, range)
  const shown = antes + eventos.length
  return (
    <>
      <ol className="divide-y divide-line" start={antes + 1}>
        {eventos.map((item) => (
          <PrintEntry key={item.evento.sobre.version} item={item} viewer={viewer} />
        ))}
      </ol>
      {siguiente === null ? (
        <footer className="mt-6 border-t-2 border-ink pt-3 text-sm text-muted" data-fin={shown}>
          {t('fin', { id: ticket.id, entradas: shown })}
        </footer>
      ) : (
        <Suspense fallback={<p className="py-4 text-sm text-muted">{t('cargando')}</p>}>
          <Entries ticket={ticket} viewer={viewer} notas={notas} desde={siguiente} antes={shown} />
        </Suspense>
      )}
    </>
  )
}
