import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/date-time'
import { History, Link2 } from '@/components/ui/icons'
import type { Envelope } from '@/domain/events'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { ticketUrl } from './ticket-url'

interface VersionLinkProps {
  sobre: Pick<Envelope, 'sujeto' | 'version' | 'fecha'>
  viewer: Viewer
  className?: string
}

/**
 * When it was, the address of this very entry, and the way to the ticket as it was then. A client reads no numbers:
 * theirs would have gaps where the team's notes are.
 */
export function VersionLink({ sobre: { sujeto, version, fecha }, viewer, className }: VersionLinkProps) {
  const t = useTranslations()
  const own = seesOnlyOwn(viewer)
  const label = own ? t('tiempo.evento.verPropio') : t('tiempo.evento.ver', { version })
  return (
    <span className={cn('flex items-center text-xs whitespace-nowrap text-muted', className)}>
      <RelativeTime value={fecha} />
      <a
        href={`#v${version}`}
        data-enlace
        aria-label={own ? t('tickets.linea.enlacePropio') : t('tickets.linea.enlace', { version })}
        title={t('tickets.linea.enlacePropio')}
        className="-my-1 inline-flex min-h-6 min-w-6 items-center justify-center px-1 tabular-nums hover:text-ink hover:underline print:hidden"
      >
        {own ? <Link2 className="size-3.5" /> : `#${version}`}
      </a>
      <Link
        href={ticketUrl(sujeto.id, { version })}
        prefetch={false}
        aria-label={label}
        title={label}
        className="-my-1 grid size-6 place-items-center rounded hover:bg-subtle hover:text-ink print:hidden"
      >
        <History className="size-3.5" />
      </Link>
    </span>
  )
}
