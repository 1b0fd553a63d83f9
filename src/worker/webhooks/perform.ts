import { readHead } from '@projections/engine/head'
import { managedWebhook } from '@projections/outbox/gestiones'
import { webhookRepetir } from '@projections/outbox/tasks'
import type { z } from 'zod'
import type { Webhook } from '@/auth/webhooks'
import { type Database, retryBusy } from '@/db/client'
import type { GestionarWebhook } from '@/domain/cuenta/commands'
import { enqueueTask, type TaskQueue } from '@/redis/queue'
import type { WorkerParts } from '../parts'
import { testMessage } from './message'
import { type Delivery, sendMessage } from './send'
import { signMessage, webhookSecret } from './sign'

interface Parts {
  readonly db: Database
  readonly queue: TaskQueue
}

/** A part of the log that a webhook is sent again: after one position, up to another. */
interface Stretch {
  readonly webhookId: string
  readonly desde: number
  readonly hasta: number
}

/** Has the events of a stretch sent again. @param comandoId names the task: given again, it is the same one */
export async function repeatStretch(queue: TaskQueue, stretch: Stretch, comandoId: string): Promise<void> {
  await enqueueTask(queue, webhookRepetir, stretch, { id: `${webhookRepetir.tipo}:${comandoId}` })
}

/** Does what the log says that its owner wants of a webhook; again, it changes nothing. */
export async function performGestion(
  { db, queue }: Parts,
  { cuentaId, webhookId, accion, desde }: z.output<typeof GestionarWebhook>,
  comandoId: string,
): Promise<void> {
  const reader = db.as('api_server')
  if (accion === 'repetir') {
    const stretch = { webhookId, desde: desde ?? 0, hasta: await readHead(reader) }
    return await repeatStretch(queue, stretch, comandoId)
  }
  await retryBusy(() => reader.batch([managedWebhook(accion, { id: webhookId, usuario: cuentaId })]))
}

/** Sends a webhook a test message now. @returns what was answered; null where the service has no key to sign with */
export async function sendTest(
  { config, newId }: Pick<WorkerParts, 'config' | 'newId'>,
  { id, url }: Pick<Webhook, 'id' | 'url'>,
  signal?: AbortSignal,
): Promise<Delivery | null> {
  const { clave, privadas } = config.webhooks
  const secret = await webhookSecret(clave, id)
  if (secret === null) return null
  const now = Date.now()
  const message = signMessage(secret, `msg_${newId()}`, testMessage(id, new Date(now).toISOString()), now)
  return await sendMessage(url, message, { privadas, ...(signal && { signal }) })
}
