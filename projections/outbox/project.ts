import { insertTasks } from '@/redis/queue'
import type { LogFollower } from '../engine/projection'
import { manageWebhooks } from './gestiones'
import { tasksOf } from './rules'
import { endTokens } from './tokens'
import { webhookItems } from './webhooks'

/**
 * The tasks that events bear, in one transaction with how far it has come. Its version stays as it is: other rules hold
 * from the checkpoint on, and what older ones made of older events stands.
 */
export const outbox: LogFollower = {
  nombre: 'outbox',
  version: 1,
  async prepare(_db, events) {
    const tasks = tasksOf(events)
    // When an event was recorded is when its task came to be: the same for every runner.
    const ahora = events.at(-1)?.sobre.fechaRegistro ?? ''
    const items = tasks.length === 0 ? [] : [insertTasks(tasks, ahora)]
    return [...items, ...manageWebhooks(events), ...webhookItems(events, ahora), ...endTokens(events)]
  },
}
