import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { z } from 'zod'
import type { Entrega } from '@/auth/webhooks'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { Badge, type Tone } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/date-time'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { TipoWebhook } from '@/domain/cuenta/webhook'
import { deliveryFailureText } from '@/i18n/delivery-failure-text'

type Delivery = z.infer<typeof Entrega>

interface DeliveryListProps {
  webhookId: string
  entregas: readonly Delivery[]
  action: FormAction
  comandoId: string
  /** False for whom the page is only to be read. */
  puede: boolean
}

/** A webhook's deliveries: what became of each, and the way to send it once more. */
export function DeliveryList({ webhookId, entregas, action, comandoId, puede }: DeliveryListProps) {
  const t = useTranslations('webhooks.entregas')
  return (
    <ActionForm action={action} comandoId={comandoId} hidden={{ webhookId }}>
      <ul aria-labelledby="entregas" className="divide-y divide-line">
        {entregas.map((entrega) => (
          <li
            key={entrega.id}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0"
          >
            <DeliveryFacts entrega={entrega} />
            {puede && entrega.estado !== 'pendiente' && (
              <SubmitButton name="entrega" value={entrega.id} variant="secondary" size="sm">
                {t('reenviar')}
                <span className="sr-only">
                  {' '}
                  {t('reenviarEtiqueta', { posicion: String(entrega.posicion) })}
                </span>
              </SubmitButton>
            )}
          </li>
        ))}
      </ul>
    </ActionForm>
  )
}

const TONES: Readonly<Record<Delivery['estado'], Tone>> = {
  pendiente: 'info',
  entregada: 'success',
  omitida: 'neutral',
  muerta: 'danger',
}

function DeliveryFacts({ entrega }: { entrega: Delivery }) {
  const t = useTranslations('webhooks.entregas')
  const kind = useTranslations('webhooks.tipo')
  const { estado, intentos, tipo, ticketId, posicion, fecha, fechaIntento } = entrega
  const known = TipoWebhook.safeParse(tipo)
  const retried = estado === 'pendiente' && intentos > 0
  return (
    <div className="min-w-0 flex-1 basis-60 space-y-1 text-sm">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={retried ? 'warning' : TONES[estado]}>
          {t(`estado.${retried ? 'reintento' : estado}`)}
        </Badge>
        <span className="font-medium first-letter:uppercase">{known.success ? kind(known.data) : tipo}</span>
        <Link href={`/tickets/${ticketId}`} className="text-accent-ink underline">
          {t('ticket', { id: String(ticketId) })}
        </Link>
      </p>
      <Outcome entrega={entrega} />
      <p className="text-xs text-muted">
        {t('posicion', { posicion: String(posicion) })} · {t('intentos', { count: intentos })} ·{' '}
        {t(fechaIntento === null ? 'puesta' : 'ultimo')} <RelativeTime value={fechaIntento ?? fecha} />
      </p>
    </div>
  )
}

/** What was answered, or why nothing was. */
function Outcome({ entrega: { estado, codigo, milisegundos, error } }: { entrega: Delivery }) {
  const t = useTranslations('webhooks.entregas')
  const why = useTranslations('webhooks.fallo')
  if (estado === 'omitida') return <p className="text-muted">{t('omitidaTexto')}</p>
  const look = estado === 'entregada' ? 'text-muted' : 'wrap-anywhere text-danger-ink'
  if (codigo !== null)
    return (
      <p className={`${look} first-letter:uppercase`}>
        {t('respuesta', { codigo: String(codigo), milisegundos: milisegundos ?? 0 })}
      </p>
    )
  return error === null ? null : <p className={look}>{deliveryFailureText(error, why)}</p>
}
