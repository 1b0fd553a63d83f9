import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/relative-time'

interface VersionLinkProps {
  sobre: { readonly version: number; readonly fecha: string }
  className?: string
}

/** When it was, and the address of this very entry. */
export function VersionLink({ sobre: { version, fecha }, className }: VersionLinkProps) {
  const t = useTranslations('tickets.linea')
  return (
    <span className={cn('text-xs whitespace-nowrap text-muted', className)}>
      <RelativeTime value={fecha} />{' '}
      <a
        href={`#v${version}`}
        aria-label={t('enlace', { version })}
        className="-my-1 inline-block px-1 py-1 tabular-nums hover:text-ink hover:underline"
      >
        #{version}
      </a>
    </span>
  )
}
