import { useTranslations } from 'next-intl'
import type { Webhook } from '@/auth/webhooks'
import { Badge } from '@/components/ui/badge'
import { DateTime } from '@/components/ui/date-time'

interface FactsProps {
  webhook: Webhook
  /** The names that its owner may read; others are told by their number. */
  nombres: ReadonlyMap<number, string>
}

/** How a webhook stands, and what it tells of. */
export function WebhookFacts({ webhook: { activo, notas, filtro, desde }, nombres }: FactsProps) {
  const t = useTranslations('webhooks')
  const { tipos, ticket, solicitante } = filtro
  const parts = [
    tipos.length > 0 && t('filtro.tipos', { tipos: tipos.map((tipo) => t(`tipo.${tipo}`)).join(', ') }),
    ticket !== null && t('filtro.ticket', { id: String(ticket) }),
    solicitante !== null &&
      t('filtro.solicitante', {
        nombre: nombres.get(solicitante) ?? t('filtro.cuenta', { id: String(solicitante) }),
      }),
  ].filter((part) => part !== false)
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      <p className="flex flex-wrap gap-2">
        <Badge tone={activo ? 'success' : 'warning'}>{t(activo ? 'activo' : 'pausado')}</Badge>
        {notas && <Badge tone="info">{t('conNotas')}</Badge>}
      </p>
      <p className="wrap-anywhere text-muted">{parts.length === 0 ? t('filtro.todos') : parts.join(' · ')}</p>
      <p className="text-xs text-muted">
        {t('desde')} <DateTime value={desde} />
      </p>
    </div>
  )
}
