import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Card, CardSection } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink, Pagination } from '@/components/ui/page-link'
import { DeliveryList } from '@/components/webhooks/delivery-list'
import { DeleteForm, RepeatForm, SwitchForm, TestForm } from '@/components/webhooks/webhook-actions'
import { WebhookFacts } from '@/components/webhooks/webhook-facts'
import { getRuntime } from '@/runtime'
import {
  gestionarWebhookAction,
  probarWebhookAction,
  reenviarEntregaAction,
} from '../../../../actions/webhooks'
import { requireUser } from '../../../../lib/session'
import { loadWebhook } from '../load'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('titulo') }
}

/** One of one's own webhooks: what it tells of, what became of it, and what can be done with it. */
export default async function WebhookPage({ params, searchParams }: PageProps<'/cuenta/webhooks/[id]'>) {
  const user = await requireUser()
  const { id } = await params
  const loaded = (await loadWebhook(user, id, await searchParams)) ?? notFound()
  const t = await getTranslations('webhooks')
  const { webhook, nombres, puede } = loaded
  return (
    <div className="max-w-2xl space-y-5">
      <PageHeader
        back={<BackLink href="/cuenta/webhooks">{t('titulo')}</BackLink>}
        title={<span className="block font-mono text-lg leading-snug wrap-anywhere">{webhook.url}</span>}
      />
      <Card className="space-y-5">
        <WebhookFacts webhook={webhook} nombres={nombres} />
        <Actions webhook={webhook} puede={puede} />
      </Card>
      <Deliveries {...loaded} />
    </div>
  )
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadWebhook>>>

async function Actions({
  webhook: { id: webhookId, url, activo },
  puede,
}: Pick<Loaded, 'webhook' | 'puede'>) {
  const { newId } = await getRuntime()
  const forms = () => ({ webhookId, action: gestionarWebhookAction, comandoId: newId() })
  return (
    <div className="space-y-3 border-t border-line pt-5">
      {puede && <TestForm webhookId={webhookId} url={url} action={probarWebhookAction} comandoId={newId()} />}
      {(puede || activo) && <SwitchForm {...forms()} activo={activo} />}
      {puede && <RepeatForm {...forms()} />}
      <DeleteForm {...forms()} />
    </div>
  )
}

async function Deliveries({ webhook: { id }, entregas, primera, siguiente, puede }: Loaded) {
  const t = await getTranslations('webhooks.entregas')
  const { newId } = await getRuntime()
  const here = `/cuenta/webhooks/${id}` as const
  return (
    <CardSection id="entregas" title={t('titulo')} description={t('texto')}>
      {entregas.length === 0 ? (
        <p className="text-sm text-muted">
          {t('ninguna')}. {t('ningunaTexto')}
        </p>
      ) : (
        <DeliveryList
          webhookId={id}
          entregas={entregas}
          action={reenviarEntregaAction}
          comandoId={newId()}
          puede={puede}
        />
      )}
      <Pagination
        label={t('paginas')}
        first={primera ? undefined : { href: here, label: t('primera') }}
        next={
          siguiente === undefined ? undefined : { href: `${here}?antes=${siguiente}`, label: t('siguiente') }
        }
      />
    </CardSection>
  )
}
