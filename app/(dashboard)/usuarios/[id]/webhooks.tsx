import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import type { SessionUser } from '@/auth/session'
import { listWebhooks } from '@/auth/webhooks'
import { CardSection } from '@/components/ui/card'
import { DeleteForm, SwitchForm } from '@/components/webhooks/webhook-actions'
import { WebhookFacts } from '@/components/webhooks/webhook-facts'
import { getRuntime } from '@/runtime'
import { gestionarWebhookAction } from '../../../actions/webhooks'

/** Where an account's tickets are told of, for an admin to stop; nothing where it has no webhook. */
export async function Webhooks({ cuenta, user }: { cuenta: CuentaRow; user: SessionUser }) {
  const t = await getTranslations('webhooks')
  const { db, newId } = await getRuntime()
  const webhooks = await listWebhooks(db.as('api_server'), user, cuenta.id)
  if (webhooks.length === 0) return null
  return (
    <CardSection id="webhooks" title={t('titulo')} description={t('deOtro')}>
      <ul aria-labelledby="webhooks" className="divide-y divide-line">
        {webhooks.map((webhook) => {
          const form = { cuentaId: cuenta.id, webhookId: webhook.id, url: webhook.url }
          return (
            <li key={webhook.id} className="space-y-3 py-4 first:pt-0 last:pb-0">
              <p className="font-mono text-sm font-medium wrap-anywhere">{webhook.url}</p>
              <WebhookFacts webhook={webhook} nombres={new Map()} />
              {webhook.activo && (
                <SwitchForm {...form} activo action={gestionarWebhookAction} comandoId={newId()} />
              )}
              <DeleteForm {...form} action={gestionarWebhookAction} comandoId={newId()} />
            </li>
          )
        })}
      </ul>
    </CardSection>
  )
}
