import { listWebhooks, MAX_WEBHOOKS, makeWebhook, type Webhook } from '@/auth/webhooks'
import type { Viewer } from '@/domain/viewer'
import type { TaskQueue } from '@/redis/queue'
import type { WorkerParts } from '../parts'
import { performGestion } from './perform'
import { webhookSecret } from './sign'

type Parts = Pick<WorkerParts, 'db' | 'bus' | 'newId' | 'config'> & { readonly queue: TaskQueue }

/** Whether one more may be made, asked before the log says that it is. @returns its secret, or why it can't be */
export async function admitWebhook(
  { db, config }: Pick<Parts, 'db' | 'config'>,
  owner: Viewer,
  id: string,
): Promise<{ readonly secreto: string } | 'SIN_CLAVE' | 'DEMASIADOS'> {
  const secreto = await webhookSecret(config.webhooks.clave, id)
  if (secreto === null) return 'SIN_CLAVE'
  const own = await listWebhooks(db.as('api_server'), owner)
  return own.length >= MAX_WEBHOOKS && !own.some((one) => one.id === id) ? 'DEMASIADOS' : { secreto }
}

/**
 * Makes a webhook that the log says was made. Of several that were admitted at once, those that are too many are deleted
 * again, and the log says so: whoever writes last sees all of them, so no more than MAX_WEBHOOKS stay.
 * @returns what came of it: one that the log says was deleted since is not made again
 */
export async function settleWebhook(
  parts: Parts,
  owner: Viewer,
  webhook: Pick<Webhook, 'id' | 'url' | 'filtro' | 'notas'>,
): Promise<'HECHO' | 'DEMASIADOS' | 'BORRADO'> {
  const db = parts.db.as('api_server')
  await makeWebhook(db, owner, webhook, Date.now())
  const own = await listWebhooks(db, owner)
  if (!own.some(({ id }) => id === webhook.id)) return 'BORRADO'
  if (own.length <= MAX_WEBHOOKS) return 'HECHO'
  const what = { cuentaId: owner.id, webhookId: webhook.id, accion: 'borrar', desde: null } as const
  const comando = { tipo: 'gestionar_webhook', ...what } as const
  const comandoId = parts.newId()
  const actor = { tipo: 'persona', id: owner.id, rol: owner.rol } as const
  await parts.bus.dispatch({ comandoId, actor, comando })
  await performGestion(parts, comando, comandoId)
  return 'DEMASIADOS'
}
