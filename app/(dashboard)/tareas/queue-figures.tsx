import { useFormatter, useNow, useTranslations } from 'next-intl'
import { CardSection } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { TriangleAlert } from '@/components/ui/icons'
import type { Tasks } from './load'

/** How the queue stands, in figures. */
export function QueueFigures({ status, hechas }: Pick<Tasks, 'status' | 'hechas'>) {
  const t = useTranslations('tareas.cifras')
  const format = useFormatter()
  const now = useNow()
  const { vencidas, enMarcha, aplazadas, abandonadas, masAntigua, recuento } = status
  const figures = [
    ['vencidas', vencidas],
    ['enMarcha', enMarcha],
    ['aplazadas', aplazadas],
    ['hechas', hechas],
    ['apartadas', recuento.aparcada],
  ] as const
  return (
    <CardSection id="cifras" title={t('titulo')}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
        {figures.map(([key, value]) => (
          <div key={key} className="flex flex-col-reverse justify-end">
            <dt className="text-sm text-muted">{t(key)}</dt>
            <dd
              className={cn(
                'text-2xl font-semibold tabular-nums',
                key === 'apartadas' && value > 0 && 'text-danger-ink',
              )}
            >
              {format.number(value)}
            </dd>
          </div>
        ))}
      </dl>
      {masAntigua !== null && (
        <p className="mt-3 text-sm text-muted">
          {t('desde', { fecha: format.relativeTime(new Date(masAntigua), now) })}
        </p>
      )}
      {abandonadas > 0 && (
        <p className="mt-3 flex items-start gap-2 text-sm text-warning-ink">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" />
          {t('abandonadas', { count: abandonadas })}
        </p>
      )}
    </CardSection>
  )
}
