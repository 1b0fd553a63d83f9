import type { BatchItem } from '@/db/client'
import { defineWrite } from '@/db/queries'
import type { AccionWebhook } from '@/domain/cuenta/webhook'
import type { Recorded } from '@/domain/events'

/** What the log says of a webhook: its owner's events that manage it. They have had one form only. */
const said = (usuario: string, id: string) => `FROM interacciones i WHERE i.cuenta_id = ${usuario}
        AND i.tipo = 'gestion_webhook' AND i.metadata ->> '$.json.datos.webhookId' = ${id}
        AND i.metadata ->> '$.json.datos.accion'`

/** Whether the log says that a webhook was deleted. @param usuario SQL, as `id` is: its owner, and itself */
export const wasDeleted = (usuario = ':usuario', id = ':id') =>
  `EXISTS (SELECT 1 ${said(usuario, id)} = 'borrar')`

/** What the log said last of whether a webhook goes on; what its row has, where it said nothing. */
export const goesOn = (usuario = ':usuario', id = ':id') => `coalesce((
      SELECT i.metadata ->> '$.json.datos.accion' = 'reanudar' ${said(usuario, id)} IN ('pausar', 'reanudar')
      ORDER BY i.version DESC LIMIT 1), activo)`

const roles = ['api_server', 'projector'] as const

const SWITCH = defineWrite({
  name: 'webhooks.activar',
  roles,
  sql: `UPDATE webhooks SET activo = ${goesOn()} WHERE id = :id AND usuario_id = :usuario`,
})

// With it go its deliveries.
const DROP = defineWrite({
  name: 'webhooks.borrar',
  roles,
  sql: 'DELETE FROM webhooks WHERE id = :id AND usuario_id = :usuario',
})

/** Puts a webhook as the log said last: whoever runs it, however late, and how often. */
export function managedWebhook(
  accion: Exclude<AccionWebhook, 'repetir'>,
  args: { readonly id: string; readonly usuario: number },
): BatchItem {
  return { statement: accion === 'borrar' ? DROP : SWITCH, args }
}

/**
 * Does to webhooks what the log says was done. Whoever gave the command does it at once, in a second step; one that died
 * between the two would leave a webhook that is sent what its owner stopped.
 */
export function manageWebhooks(events: readonly Recorded[]): BatchItem[] {
  return events.flatMap((event) => {
    if (event.tipo !== 'gestion_webhook' || event.datos.accion === 'repetir') return []
    const { accion, webhookId } = event.datos
    return [managedWebhook(accion, { id: webhookId, usuario: event.sobre.sujeto.id })]
  })
}
