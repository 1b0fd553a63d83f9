import { useFormatter, useTranslations } from 'next-intl'
import { CardSection } from '@/components/ui/card'
import { MINUTE } from '@/components/ui/date-time'
import { CircleCheck, CircleX, RefreshCw } from '@/components/ui/icons'
import type { Tasks } from './load'

const STATES = {
  cerrado: { icon: CircleCheck, look: 'text-success-ink' },
  abierto: { icon: CircleX, look: 'text-danger-ink' },
  a_prueba: { icon: RefreshCw, look: 'text-warning-ink' },
} as const

/** What passes the tasks on, and whether it answers. */
export function Transport({ reparto }: Pick<Tasks, 'reparto'>) {
  const t = useTranslations('tareas.reparto')
  const format = useFormatter()
  const { tipo, circuito, desde, ultimoError } = reparto
  const { icon: Icon, look } = STATES[circuito]
  return (
    <CardSection id="reparto" title={t('titulo')} className="text-sm">
      <p>{t(tipo)}</p>
      {tipo !== 'memoria' && (
        <p className={`mt-2 flex items-start gap-2 ${look}`}>
          <Icon className="mt-0.5 size-4 shrink-0" />
          {t(circuito, { fecha: format.dateTime(new Date(desde), MINUTE) })}
        </p>
      )}
      {tipo !== 'memoria' && circuito !== 'cerrado' && ultimoError !== null && (
        <p className="mt-2 wrap-anywhere text-muted">{t('error', { error: ultimoError })}</p>
      )}
    </CardSection>
  )
}
