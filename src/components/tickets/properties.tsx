import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { RelativeTime } from '@/components/ui/relative-time'
import { seesOnlyOwn } from '@/domain/viewer'
import { CloseForm, TakeForm } from './action-forms'
import type { TicketDesk } from './desk'
import { AsignacionForm, CategoriaForm, EstadoForm, PrioridadForm } from './property-forms'

/** What is known of the ticket beside its text, each with the form that changes it, for those who may. */
export function Properties({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const { ticket, offers } = desk
  const { equipo } = offers
  return (
    <section aria-labelledby="datos" className="rounded-xl border border-line bg-surface p-5">
      <h2 id="datos" className="text-base font-semibold">
        {t('detalle.propiedades')}
      </h2>
      <dl className="mt-4 grid grid-cols-2 gap-x-4 gap-y-4 text-sm lg:grid-cols-1">
        <Property label={t('campo.estado')} form={equipo && <EstadoForm desk={desk} />}>
          <EstadoBadge estado={ticket.estado} />
        </Property>
        <Property label={t('campo.prioridad')} form={equipo && <PrioridadForm desk={desk} />}>
          <PrioridadBadge prioridad={ticket.prioridad} />
        </Property>
        <Property
          label={t('campo.asignado')}
          form={
            equipo && (
              <div className="flex flex-col gap-2">
                <AsignacionForm desk={desk} />
                <TakeForm desk={desk} />
              </div>
            )
          }
        >
          {ticket.asignado ?? t('campo.nadie')}
        </Property>
        <Property label={t('campo.categoria')} form={equipo && <CategoriaForm desk={desk} />}>
          {ticket.categoria ?? t('campo.sinCategoria')}
        </Property>
        {!seesOnlyOwn(desk.viewer) && (
          <Property label={t('campo.solicitante')}>{ticket.solicitante}</Property>
        )}
        <Moments desk={desk} />
      </dl>
      {offers.participa && (
        <div className={cn('mt-5', !offers.cerrado && 'border-t border-line pt-4')}>
          <CloseForm desk={desk} />
        </div>
      )}
    </section>
  )
}

function Moments({ desk: { ticket } }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.campo')
  return (
    <>
      <Property label={t('creado')}>
        <RelativeTime value={ticket.fechaCreacion} />
      </Property>
      <Property label={t('actualizado')}>
        <RelativeTime value={ticket.fechaActualizacion} />
      </Property>
      {ticket.fechaCierre !== null && (
        <Property label={t('cerrado')}>
          <RelativeTime value={ticket.fechaCierre} />
        </Property>
      )}
    </>
  )
}

interface PropertyProps {
  label: string
  form?: ReactNode
  children: ReactNode
}

function Property({ label, form, children }: PropertyProps) {
  return (
    <div className="min-w-0 has-[details[open]]:col-span-full">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1.5">
        <div className="min-w-0 wrap-anywhere">{children}</div>
        {form && (
          <div className="max-w-full has-[details[open],[role=alert],[role=status]]:w-full">{form}</div>
        )}
      </dd>
    </div>
  )
}
