import { listDeliveries } from '@/auth/webhooks'
import type { Database } from '@/db/client'
import type { TaskQueue } from '@/redis/queue'
import { repeatStretch } from './perform'

/**
 * Puts one delivery of a webhook in line again, behind what waits there. The caller has found whose the webhook is.
 * @param comandoId names the task: given again, it is the same one
 * @returns false where the webhook has no such delivery
 */
export async function resendDelivery(
  { db, queue }: { readonly db: Database; readonly queue: TaskQueue },
  webhookId: string,
  entrega: number,
  comandoId: string,
): Promise<boolean> {
  const [delivery] = await listDeliveries(db.as('api_server'), webhookId, { antes: entrega + 1, limite: 1 })
  if (delivery?.id !== entrega) return false
  const { posicion } = delivery
  await repeatStretch(queue, { webhookId, desde: posicion - 1, hasta: posicion }, comandoId)
  return true
}
