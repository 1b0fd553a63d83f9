import { useFormatter, useNow, useTranslations } from 'next-intl'
import { CardSection } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { TriangleAlert } from '@/components/ui/icons'
import type { Maintenance } from './load'

/** How long ago the last backup and the last drill were, and whether that is too long. */
export function Ages({ edades, tarde }: Pick<Maintenance, 'edades' | 'tarde'>) {
  const t = useTranslations('mantenimiento.edades')
  const format = useFormatter()
  const now = useNow()
  const ago = (seconds: number | null) =>
    seconds === null ? t('nunca') : format.relativeTime(new Date(now.getTime() - seconds * 1000), now)
  return (
    <CardSection id="edades" title={t('titulo')}>
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {(['respaldo', 'simulacro'] as const).map((key) => (
          <div key={key} className="flex flex-col-reverse justify-end">
            <dt className="text-sm text-muted">{t(key)}</dt>
            <dd className={cn('text-2xl font-semibold', tarde.includes(key) && 'text-danger-ink')}>
              {ago(edades[key])}
            </dd>
          </div>
        ))}
      </dl>
      {tarde.map((key) => (
        <p key={key} className="mt-3 flex items-start gap-2 text-sm text-warning-ink">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" />
          {t(`tarde.${key}`)}
        </p>
      ))}
    </CardSection>
  )
}
