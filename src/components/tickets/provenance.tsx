import type { Procedencia } from '@projections/linea_tiempo/provenance'
import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { MINUTE } from '@/components/ui/date-time'
import { ticketUrl } from './ticket-url'

interface ProvenanceProps {
  ticketId: number
  /** The field's name, for those who don't see beside what this stands. */
  campo: string
  /** Says the name to everybody, where it is not clear by the place. */
  nombrado?: boolean
  desde: Procedencia
  className?: string
}

/** Since when a field has its value; behind that, by whom and by which command, and the way to that version. */
export function Provenance({ ticketId, campo, nombrado = false, desde, className }: ProvenanceProps) {
  const t = useTranslations('tiempo.origen')
  const format = useFormatter()
  const alguien = useTranslations('tickets.linea')('alguien')
  const date = new Date(desde.fecha)
  const day = format.dateTime(date, { dateStyle: 'medium' })
  const comando = t(`comandos.${desde.reabre ? 'reapertura' : desde.tipo}`)
  return (
    <details className={cn('group/origen min-w-0 text-xs text-muted', className)}>
      <summary className="inline-flex min-h-6 list-none items-center gap-1 rounded hover:text-ink [&::-webkit-details-marker]:hidden">
        <span className={nombrado ? undefined : 'sr-only'}>{campo}</span> {t('desde', { fecha: day })}
        <ChevronDown
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open/origen:rotate-180"
        />
      </summary>
      <div className="mt-1 max-w-md rounded-lg bg-subtle p-2.5 text-ink">
        <p className="wrap-anywhere">
          {t('detalle', {
            fecha: format.dateTime(date, MINUTE),
            autor: desde.autor === '' ? alguien : desde.autor,
            comando,
          })}
        </p>
        <p className="mt-1.5">
          <Link
            href={ticketUrl(ticketId, { version: desde.version })}
            prefetch={false}
            className="inline-block py-0.5 font-medium text-accent-ink underline"
          >
            {t('ver', { version: desde.version })}
          </Link>
        </p>
        <p className="mt-1 text-muted">
          {t('comando')} <span className="block font-mono break-all">{desde.comandoId}</span>
        </p>
      </div>
    </details>
  )
}
