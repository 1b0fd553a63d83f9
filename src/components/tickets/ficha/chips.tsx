import type { TicketDetail } from '@projections/tickets/detail'
import type { Agent } from '@projections/usuarios/list'
import { useTranslations } from 'next-intl'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { ESTADOS, PRIORIDADES } from '@/domain/values'
import { OptimisticValue } from './optimistic.client'

const ESTADO_FORMS = Object.fromEntries(
  ESTADOS.map((estado) => [estado, <EstadoBadge key={estado} estado={estado} />]),
)
const PRIORIDAD_FORMS = Object.fromEntries(
  PRIORIDADES.map((prioridad) => [prioridad, <PrioridadBadge key={prioridad} prioridad={prioridad} />]),
)

/** The ticket's state, or the one that is on its way. */
export function EstadoChip({ ticket: { estado } }: { ticket: TicketDetail }) {
  return (
    <OptimisticValue campo="estado" formas={ESTADO_FORMS}>
      <EstadoBadge estado={estado} />
    </OptimisticValue>
  )
}

/** The ticket's priority, or the one that is on its way. */
export function PrioridadChip({ ticket: { prioridad } }: { ticket: TicketDetail }) {
  return (
    <OptimisticValue campo="prioridad" formas={PRIORIDAD_FORMS}>
      <PrioridadBadge prioridad={prioridad} />
    </OptimisticValue>
  )
}

interface AsignadoChipProps {
  ticket: TicketDetail
  /** Those who may take it. */
  agents: readonly Agent[]
}

/** Who the ticket is with, or is about to be with. */
export function AsignadoChip({ ticket: { asignado }, agents }: AsignadoChipProps) {
  const t = useTranslations('tickets.campo')
  const names = Object.fromEntries(agents.map(({ id, nombre }) => [String(id), nombre]))
  return (
    <OptimisticValue campo="asignado" formas={{ '': t('nadie'), ...names }}>
      {asignado ?? t('nadie')}
    </OptimisticValue>
  )
}
