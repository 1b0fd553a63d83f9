import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { printUrl, ticketUrl } from '@/components/tickets/ticket-url'
import { ArrowLeft } from '@/components/ui/icons'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { PrintButton } from './print-button.client'

interface PrintBarProps {
  ticketId: number
  viewer: Viewer
  /** True where the internal notes are in it. */
  notas: boolean
}

/** What stands above the paper on the screen alone: the way back, what is printed, and the button. */
export function PrintBar({ ticketId, viewer, notas }: PrintBarProps) {
  const t = useTranslations('tickets.impresion')
  return (
    <div className="mb-6 flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-line pb-4 text-sm print:hidden">
      <Link
        href={ticketUrl(ticketId)}
        className="inline-flex min-h-8 items-center gap-1.5 text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" />
        {t('volver')}
      </Link>
      {!seesOnlyOwn(viewer) && (
        <nav aria-label={t('opciones')} className="flex flex-wrap gap-x-4">
          {[false, true].map((each) => (
            <Link
              key={String(each)}
              href={printUrl(ticketId, each)}
              prefetch={false}
              replace
              aria-current={each === notas ? 'page' : undefined}
              className="inline-flex min-h-8 items-center underline underline-offset-4 aria-[current]:font-semibold aria-[current]:no-underline"
            >
              {t(each ? 'conNotas' : 'sinNotas')}
            </Link>
          ))}
        </nav>
      )}
      <PrintButton words={{ imprimir: t('imprimir') }} />
    </div>
  )
}
