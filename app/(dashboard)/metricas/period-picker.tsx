import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { PERIOD_NAMES, type Period } from '@/runtime/metrics/series'

/** Of how long the charts are. */
export function PeriodPicker({ periodo }: { periodo: Period }) {
  const t = useTranslations('metricas.periodo')
  return (
    <nav aria-label={t('etiqueta')} className="flex flex-wrap gap-1 print:hidden">
      {PERIOD_NAMES.map((name) => (
        <Link
          key={name}
          href={{ query: { periodo: name } }}
          scroll={false}
          aria-current={name === periodo ? 'true' : undefined}
          className={cn(
            'inline-flex min-h-9 items-center rounded-lg px-3 text-sm',
            name === periodo
              ? 'bg-accent-soft font-medium text-accent-ink'
              : 'text-muted hover:bg-subtle hover:text-ink',
          )}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  )
}
