import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { CardSection } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { TestForm } from '@/components/webhooks/webhook-actions'
import { WebhookFacts } from '@/components/webhooks/webhook-facts'
import { WebhookForm } from '@/components/webhooks/webhook-form'
import { getRuntime } from '@/runtime'
import { crearWebhookAction, probarWebhookAction } from '../../../actions/webhooks'
import { requireUser } from '../../../lib/session'
import { loadWebhooks } from './load'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('titulo') }
}

/** One's own webhooks, and a new one. */
export default async function WebhooksPage() {
  const user = await requireUser()
  const [loaded, t, { newId }] = await Promise.all([
    loadWebhooks(user),
    getTranslations('webhooks'),
    getRuntime(),
  ])
  return (
    <div className="max-w-2xl space-y-5">
      <PageHeader
        back={<BackLink href="/cuenta">{t('volver')}</BackLink>}
        title={t('titulo')}
        description={t('descripcion')}
      />
      <CardSection id="webhooks" title={t('lista')}>
        <Webhooks {...loaded} newId={newId} />
      </CardSection>
      {loaded.puede ? (
        <CardSection id="nuevo" title={t('nuevo.titulo')}>
          <WebhookForm action={crearWebhookAction} comandoId={newId()} equipo={user.rol !== 'cliente'} />
        </CardSection>
      ) : (
        <Alert>{t('sinPermiso')}</Alert>
      )}
    </div>
  )
}

type ListProps = Awaited<ReturnType<typeof loadWebhooks>> & { readonly newId: () => string }

async function Webhooks({ webhooks, nombres, puede, newId }: ListProps) {
  const t = await getTranslations('webhooks')
  if (webhooks.length === 0)
    return (
      <p className="text-sm text-muted">
        {t('ninguno')}. {t('ningunoTexto')}
      </p>
    )
  return (
    <ul aria-labelledby="webhooks" className="divide-y divide-line">
      {webhooks.map((webhook) => (
        <li key={webhook.id} className="space-y-3 py-4 first:pt-0 last:pb-0">
          <p>
            <Link
              href={`/cuenta/webhooks/${webhook.id}`}
              className="font-mono text-sm font-medium wrap-anywhere text-accent-ink underline"
            >
              {webhook.url}
            </Link>
          </p>
          <WebhookFacts webhook={webhook} nombres={nombres} />
          {puede && (
            <TestForm
              webhookId={webhook.id}
              url={webhook.url}
              action={probarWebhookAction}
              comandoId={newId()}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
