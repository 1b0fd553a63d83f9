import { webhook } from '@projections/outbox/tasks'
import type { BatchItem } from '@/db/client'
import type { TaskQueue } from '@/redis/queue'
import { discardTask, type StoredTask } from '@/redis/queue/status'
import { DELIVERY_LINE, GIVE_UP, NEXT } from './statements'

/**
 * Gives a task up, with all that hangs on it: a webhook's delivery ends as well, and the next of its line begins, or the
 * line would wait for it for ever.
 * @returns false where it is over, or there is none
 */
export async function giveUpTask(queue: TaskQueue, task: StoredTask): Promise<boolean> {
  return await discardTask(queue, task.id, await effectsOf(queue, task))
}

async function effectsOf(queue: TaskQueue, { tipo, datos }: StoredTask): Promise<readonly BatchItem[]> {
  if (tipo !== webhook.tipo) return []
  const parsed = webhook.datos.safeParse(JSON.parse(datos))
  const line = parsed.success ? await queue.db.first(DELIVERY_LINE, { id: parsed.data.entregaId }) : null
  if (line === null) return []
  const ahora = new Date(queue.now()).toISOString()
  return [
    { statement: GIVE_UP, args: { entrega: line.id } },
    { statement: NEXT, args: { webhook: line.webhookId, ticket: line.ticketId, ahora } },
  ]
}
