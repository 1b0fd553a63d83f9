import type { Campo } from '@projections/linea_tiempo/provenance'
import type { FieldValue, FieldValues } from '@projections/linea_tiempo/values'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { knownName } from '@/components/tickets/linea/event-text'
import { type TicketPlace, ticketUrl } from '@/components/tickets/ticket-url'
import { MINUTE } from '@/components/ui/date-time'
import { EstadoBadge, PrioridadBadge } from '@/components/ui/domain-badges'
import { Estado, Prioridad } from '@/domain/values'

/** The earlier values of one field, where the address asks for them. */
export interface ShownHistory extends Partial<FieldValues> {
  readonly campo: Campo | null
  /** Where in the ticket's history the page is, to stay there. */
  readonly lugar: TicketPlace
}

interface FieldHistoryProps {
  ticketId: number
  campo: Campo
  historia: ShownHistory
}

/** All values that a field has had, on demand: a link that reads them, and another that puts them away. */
export function FieldHistory({ ticketId, campo, historia }: FieldHistoryProps) {
  const t = useTranslations('tickets.valores')
  // Who opened a ticket never changes.
  if (campo === 'solicitante') return null
  const { lugar, valores, mas } = historia
  const shown = historia.campo === campo && valores !== undefined
  return (
    <div className="mt-1">
      <Link
        href={ticketUrl(ticketId, { ...lugar, valores: shown ? undefined : campo })}
        prefetch={false}
        scroll={false}
        className="inline-block py-0.5 font-medium text-accent-ink underline"
      >
        {t(shown ? 'ocultar' : 'ver')}
      </Link>
      {shown && (
        <ol className="mt-1.5 flex flex-col gap-2 border-l-2 border-line pl-2.5">
          {valores.map((value) => (
            <Value key={value.item.evento.sobre.version} value={value} campo={campo} />
          ))}
        </ol>
      )}
      {shown && mas && <p className="mt-1.5 text-muted">{t('mas')}</p>}
    </div>
  )
}

function Value({ value: { item, ...value }, campo }: { value: FieldValue; campo: Campo }) {
  const t = useTranslations()
  const format = useFormatter()
  const { fecha } = item.evento.sobre
  return (
    <li>
      <div className="line-clamp-6 font-medium wrap-anywhere whitespace-pre-line">
        <Shown value={value} campo={campo} />
      </div>
      <p className="text-muted wrap-anywhere">
        <time dateTime={fecha}>{format.dateTime(new Date(fecha), MINUTE)}</time> · {knownName(item.autor, t)}
      </p>
    </li>
  )
}

/** A value in the reader's language. */
function Shown({ value: { valor, borrado }, campo }: { value: Omit<FieldValue, 'item'>; campo: Campo }) {
  const t = useTranslations()
  if (borrado) return <em className="font-normal text-muted">{t('tickets.valores.borrado')}</em>
  if (campo === 'estado') return <EstadoBadge estado={Estado.parse(valor)} />
  if (campo === 'prioridad') return <PrioridadBadge prioridad={Prioridad.parse(valor)} />
  if (valor === null) return t(`tickets.campo.${campo === 'asignado' ? 'nadie' : 'sinCategoria'}`)
  return knownName(valor, t)
}
