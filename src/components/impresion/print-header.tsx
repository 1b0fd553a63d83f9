import type { TicketDetail } from '@projections/tickets/detail'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MINUTE } from '@/components/ui/date-time'
import { Markdown } from '@/components/ui/markdown'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

interface PrintHeaderProps {
  ticket: TicketDetail
  viewer: Viewer
  /** True where the internal notes are in it. */
  notas: boolean
  now: Date
}

/** The head of a printed ticket: which one, as of when, its facts and what it is about. */
export function PrintHeader({ ticket, viewer, notas, now }: PrintHeaderProps) {
  const t = useTranslations()
  const format = useFormatter()
  return (
    <header>
      <p className="flex flex-wrap justify-between gap-x-4 text-sm text-muted">
        <span>
          {t('comun.producto')} · #{ticket.id}
        </span>
        <span>{t('tickets.impresion.impreso', { fecha: format.dateTime(now, MINUTE) })}</span>
      </p>
      <h1 className="mt-2 text-2xl font-semibold wrap-anywhere">{ticket.titulo}</h1>
      {notas && (
        <p className="mt-2 border-2 border-dashed border-ink px-3 py-1.5 text-sm font-semibold">
          {t('tickets.impresion.llevaNotas')}
        </p>
      )}
      <h2 className="sr-only">{t('tickets.impresion.datos')}</h2>
      <Facts ticket={ticket} viewer={viewer} />
      <h2 className="mt-6 text-base font-semibold">{t('tickets.campo.descripcion')}</h2>
      <Markdown text={ticket.descripcion} className="mt-2 text-sm" />
      <h2 className="mt-6 mb-1 text-base font-semibold">{t('tickets.linea.titulo')}</h2>
    </header>
  )
}

function Facts({ ticket, viewer }: { ticket: TicketDetail; viewer: Viewer }) {
  const t = useTranslations()
  const format = useFormatter()
  const date = (value: string) => format.dateTime(new Date(value), MINUTE)
  return (
    <dl className="mt-3 grid grid-cols-1 gap-x-8 gap-y-1 border-y border-line py-3 text-sm sm:grid-cols-2 print:grid-cols-2">
      <Fact label={t('tickets.campo.estado')}>{t(`dominio.estado.${ticket.estado}`)}</Fact>
      <Fact label={t('tickets.campo.prioridad')}>{t(`dominio.prioridad.${ticket.prioridad}`)}</Fact>
      <Fact label={t('tickets.campo.asignado')}>{ticket.asignado ?? t('tickets.campo.nadie')}</Fact>
      <Fact label={t('tickets.campo.categoria')}>{ticket.categoria ?? t('tickets.campo.sinCategoria')}</Fact>
      {!seesOnlyOwn(viewer) && <Fact label={t('tickets.campo.solicitante')}>{ticket.solicitante}</Fact>}
      <Fact label={t('tickets.campo.creado')}>{date(ticket.fechaCreacion)}</Fact>
      <Fact label={t('tickets.campo.actualizado')}>{date(ticket.fechaActualizacion)}</Fact>
      {ticket.fechaCierre !== null && (
        <Fact label={t('tickets.campo.cerrado')}>{date(ticket.fechaCierre)}</Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="shrink-0 text-muted">{label}:</dt>
      <dd className="min-w-0 font-medium wrap-anywhere">{children}</dd>
    </div>
  )
}
