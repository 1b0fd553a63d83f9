import { History } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/date-time'
import type { Envelope } from '@/domain/events'
import { ticketUrl } from './ticket-url'

interface VersionLinkProps {
  sobre: Pick<Envelope, 'sujeto' | 'version' | 'fecha'>
  className?: string
}

/** When it was, the address of this very entry, and the way to the ticket as it was then. */
export function VersionLink({ sobre: { sujeto, version, fecha }, className }: VersionLinkProps) {
  const t = useTranslations()
  const label = t('tiempo.evento.ver', { version })
  return (
    <span className={cn('flex items-center text-xs whitespace-nowrap text-muted', className)}>
      <RelativeTime value={fecha} />
      <a
        href={`#v${version}`}
        aria-label={t('tickets.linea.enlace', { version })}
        className="-my-1 inline-block px-1.5 py-1 tabular-nums hover:text-ink hover:underline"
      >
        #{version}
      </a>
      <Link
        href={ticketUrl(sujeto.id, { version })}
        prefetch={false}
        aria-label={label}
        title={label}
        className="-my-1 grid size-6 place-items-center rounded hover:bg-subtle hover:text-ink"
      >
        <History aria-hidden className="size-3.5" />
      </Link>
    </span>
  )
}
