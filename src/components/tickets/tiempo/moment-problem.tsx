import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { MomentProblem } from './moment-url'

/** Says which field of the address makes no sense, and what was expected of it. */
export function MomentProblemAlert({ problema: { motivo, valor } }: { problema: MomentProblem }) {
  const t = useTranslations('tiempo.problema')
  return (
    <Alert tone="danger" title={t('sinPasado')}>
      <p className="wrap-anywhere">{t(motivo, { valor })}</p>
    </Alert>
  )
}
