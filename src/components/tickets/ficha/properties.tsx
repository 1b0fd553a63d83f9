import type { Campo, Procedencias } from '@projections/linea_tiempo/provenance'
import type { TicketDetail } from '@projections/tickets/detail'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { TicketDesk } from '@/components/tickets/desk'
import { cn } from '@/components/ui/cn'
import { DateTime, RelativeTime } from '@/components/ui/date-time'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { CloseForm, TakeForm } from './action-forms'
import { AsignadoChip, EstadoChip, PrioridadChip } from './chips'
import type { ShownHistory } from './field-history'
import { AsignacionForm, CategoriaForm, EstadoForm, PrioridadForm } from './property-forms'
import { Provenance } from './provenance'

interface PropertiesProps {
  ticket: TicketDetail
  desde: Procedencias
  historia: ShownHistory
  viewer: Viewer
  /** What the forms are made from; none in the past. */
  desk: TicketDesk | null
}

/**
 * What is known of the ticket beside its text: since when, and for those who may, the form that changes it. In the
 * past there are no forms, and no "three days ago": it is not from today that they are counted.
 */
export function Properties({ ticket, desde, historia, viewer, desk }: PropertiesProps) {
  const t = useTranslations('tickets')
  const team = desk?.offers.equipo ? desk : null
  const since = (campo: Campo) => (
    <Provenance ticketId={ticket.id} campo={campo} desde={desde} historia={historia} className="basis-full" />
  )
  return (
    <section aria-labelledby="datos" className="rounded-xl border border-line bg-surface p-5">
      <h2 id="datos" className="text-base font-semibold">
        {t('detalle.propiedades')}
      </h2>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-4 text-sm lg:grid-cols-1">
        <Property label={t('campo.estado')} form={team && <EstadoForm desk={team} />} since={since('estado')}>
          <EstadoChip ticket={ticket} />
        </Property>
        <Property
          label={t('campo.prioridad')}
          form={team && <PrioridadForm desk={team} />}
          since={since('prioridad')}
        >
          <PrioridadChip ticket={ticket} />
        </Property>
        <Property
          label={t('campo.asignado')}
          since={since('asignado')}
          form={
            team && (
              <div className="flex flex-col gap-2">
                <AsignacionForm desk={team} />
                <TakeForm desk={team} />
              </div>
            )
          }
        >
          <AsignadoChip ticket={ticket} agents={desk?.agents ?? []} />
        </Property>
        <Property
          label={t('campo.categoria')}
          form={team && <CategoriaForm desk={team} />}
          since={since('categoria')}
        >
          {ticket.categoria ?? t('campo.sinCategoria')}
        </Property>
        {!seesOnlyOwn(viewer) && (
          <Property label={t('campo.solicitante')} since={since('solicitante')}>
            {ticket.solicitante}
          </Property>
        )}
        <Moments ticket={ticket} past={desk === null} />
      </dl>
      {desk?.offers.participa && (
        <div className={cn('mt-5', !desk.offers.cerrado && 'border-t border-line pt-4')}>
          <CloseForm desk={desk} />
        </div>
      )}
    </section>
  )
}

function Moments({ ticket, past }: { ticket: TicketDetail; past: boolean }) {
  const t = useTranslations('tickets.campo')
  const Time = past ? DateTime : RelativeTime
  return (
    <>
      <Property label={t('creado')}>
        <Time value={ticket.fechaCreacion} />
      </Property>
      <Property label={t('actualizado')}>
        <Time value={ticket.fechaActualizacion} />
      </Property>
      {ticket.fechaCierre !== null && (
        <Property label={t('cerrado')}>
          <Time value={ticket.fechaCierre} />
        </Property>
      )}
    </>
  )
}

interface PropertyProps {
  label: string
  form?: ReactNode
  since?: ReactNode
  children: ReactNode
}

function Property({ label, form, since, children }: PropertyProps) {
  return (
    <div className="min-w-0 has-[details[open]]:col-span-full">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
        <div className="min-w-0 wrap-anywhere">{children}</div>
        {form && (
          <div className="max-w-full has-[details[open],[role=alert],[role=status]]:w-full">{form}</div>
        )}
        {since}
      </dd>
    </div>
  )
}
