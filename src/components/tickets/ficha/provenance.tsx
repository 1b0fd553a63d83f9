import type { Campo, Procedencias } from '@projections/linea_tiempo/provenance'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { knownName } from '@/components/tickets/linea/event-text'
import { ticketUrl } from '@/components/tickets/ticket-url'
import { cn } from '@/components/ui/cn'
import { MINUTE } from '@/components/ui/date-time'
import { ChevronDown } from '@/components/ui/icons'
import { FieldHistory, type ShownHistory } from './field-history'

interface ProvenanceProps {
  ticketId: number
  campo: Campo
  /** Says the field's name to everybody, where it is not clear by the place. */
  nombrado?: boolean
  desde: Procedencias
  /** The earlier values, of the field that they were asked for. */
  historia: ShownHistory
  className?: string
}

/** Since when a field has its value; behind that, by whom and by which command, and the values that it had before. */
export function Provenance({
  ticketId,
  campo,
  nombrado = false,
  desde,
  historia,
  className,
}: ProvenanceProps) {
  const origen = desde[campo]
  const t = useTranslations('tiempo.origen')
  const tickets = useTranslations('tickets')
  const autor = knownName(origen.autor, useTranslations())
  const format = useFormatter()
  const date = new Date(origen.fecha)
  const day = format.dateTime(date, { dateStyle: 'medium' })
  const comando = t(`comandos.${origen.reabre ? 'reapertura' : origen.tipo}`)
  return (
    <details
      open={historia.campo === campo || undefined}
      className={cn('group/origen min-w-0 text-xs text-muted', className)}
    >
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded hover:text-ink [&::-webkit-details-marker]:hidden">
        <span className={nombrado ? undefined : 'sr-only'}>{tickets(`campo.${campo}`)}</span>{' '}
        {t('desde', { fecha: day })}
        <ChevronDown className="size-3.5 shrink-0 transition-transform group-open/origen:rotate-180 motion-reduce:transition-none" />
      </summary>
      <div className="mt-1 max-w-md rounded-lg bg-subtle p-2.5 text-ink">
        <p className="wrap-anywhere">
          {t('detalle', { fecha: format.dateTime(date, MINUTE), autor, comando })}
        </p>
        <p className="mt-1.5">
          <Link
            href={ticketUrl(ticketId, { version: origen.version })}
            prefetch={false}
            className="inline-block py-0.5 font-medium text-accent-ink underline"
          >
            {t('ver', { version: origen.version })}
          </Link>
        </p>
        <FieldHistory ticketId={ticketId} campo={campo} historia={historia} />
        <p className="mt-1 text-muted">
          {t('comando')} <span className="block font-mono break-all">{origen.comandoId}</span>
        </p>
      </div>
    </details>
  )
}
