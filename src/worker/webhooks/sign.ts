import { createHmac } from 'node:crypto'
import { type CronSource, loadCronSecret } from '@/auth/cron-secret'

const PREFIX = 'whsec_'

/**
 * The secret of a webhook: made of the service's own key and its id, so that no copy of the database holds it.
 * @returns null where the service has no key
 */
export async function webhookSecret(source: CronSource, webhookId: string): Promise<string | null> {
  const key = await loadCronSecret(source)
  if (key === null) return null
  return `${PREFIX}${createHmac('sha256', key).update(`webhook:${webhookId}`).digest('base64')}`
}

/** What is sent, and the headers that let its receiver know who sent it. */
export interface SignedMessage {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Signs a message as Standard Webhooks has it.
 * @param id the same at every attempt: a receiver that has it already does nothing
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signMessage(secret: string, id: string, body: string, now: number): SignedMessage {
  const timestamp = String(Math.floor(now / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Bitacora-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  }
}
