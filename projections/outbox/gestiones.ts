import type { BatchItem } from '@/db/client'
import { defineWrite } from '@/db/queries'
import type { Recorded } from '@/domain/events'

/** What the log says of a webhook: its owner's events that manage it. They have had one form only. */
const SAID = `FROM interacciones i WHERE i.cuenta_id = :usuario AND i.tipo = 'gestion_webhook'
        AND i.metadata ->> '$.json.datos.webhookId' = :id AND i.metadata ->> '$.json.datos.accion'`

/** Where a webhook's row is not to be, for the log says that it was deleted. */
export const NOT_DELETED = `NOT EXISTS (SELECT 1 ${SAID} = 'borrar')`

const roles = ['api_server', 'projector'] as const

/** Puts a webhook as the log said last: whoever runs it, however late, and how often. */
export const SWITCH_WEBHOOK = defineWrite({
  name: 'webhooks.activar',
  roles,
  sql: `UPDATE webhooks SET activo = coalesce((
      SELECT i.metadata ->> '$.json.datos.accion' = 'reanudar' ${SAID} IN ('pausar', 'reanudar')
      ORDER BY i.version DESC LIMIT 1), activo)
    WHERE id = :id AND usuario_id = :usuario`,
})

/** Deletes a webhook, and with it its deliveries. */
export const DROP_WEBHOOK = defineWrite({
  name: 'webhooks.borrar',
  roles,
  sql: 'DELETE FROM webhooks WHERE id = :id AND usuario_id = :usuario',
})

/**
 * Does to webhooks what the log says was done. Whoever gave the command does it at once, in a second step; one that died
 * between the two would leave a webhook that is sent what its owner stopped.
 */
export function manageWebhooks(events: readonly Recorded[]): BatchItem[] {
  return events.flatMap((event) => {
    if (event.tipo !== 'gestion_webhook' || event.datos.accion === 'repetir') return []
    const { accion, webhookId } = event.datos
    const statement = accion === 'borrar' ? DROP_WEBHOOK : SWITCH_WEBHOOK
    return [{ statement, args: { id: webhookId, usuario: event.sobre.sujeto.id } }]
  })
}
