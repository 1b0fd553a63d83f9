import type { Database } from '@/db/client'
import { defineWrite } from '@/db/queries'

const write = (name: string, sql: string) => defineWrite({ name: `restaurar.${name}`, roles: ['admin'], sql })

/** The events of the accounts that have any of these: their streams are read once, by their own index. */
const eventsOf = (table: string) =>
  `(SELECT DISTINCT usuario_id FROM ${table}) o CROSS JOIN interacciones i ON i.cuenta_id = o.usuario_id`

// The outbox, which ends tokens at other times, does not read a restored log.
const REVOKE = write(
  'tokens_revocados',
  `WITH baja AS MATERIALIZED (
      SELECT i.metadata ->> '$.json.datos.tokenId' AS id, o.usuario_id AS usuario, min(i.fecha_registro) AS fecha
      FROM ${eventsOf('tokens_api')} WHERE i.tipo = 'baja_token' GROUP BY 1, 2)
    UPDATE tokens_api SET fecha_revocacion = baja.fecha FROM baja
    WHERE tokens_api.id = baja.id AND tokens_api.usuario_id = baja.usuario AND fecha_revocacion IS NULL`,
)

// With max(id) SQLite takes the other columns from the row that has it: the last thing that was done to the webhook.
const LAST_DEED = `WITH hecho AS MATERIALIZED (
      SELECT i.metadata ->> '$.json.datos.webhookId' AS id, o.usuario_id AS usuario,
        i.metadata ->> '$.json.datos.accion' AS accion, max(i.id)
      FROM ${eventsOf('webhooks')}
      WHERE i.tipo = 'gestion_webhook' AND i.metadata ->> '$.json.datos.accion' IN ('pausar', 'reanudar', 'borrar')
      GROUP BY 1, 2)`

/** In this order: what the log never made goes, then what it ended, and of the rest no delivery goes on waiting. */
const GRANTS = [
  write(
    'tokens_sin_alta',
    'DELETE FROM tokens_api WHERE NOT EXISTS (SELECT 1 FROM interacciones i WHERE i.evento_id = tokens_api.evento_id)',
  ),
  REVOKE,
  write(
    'webhooks_sin_alta',
    `DELETE FROM webhooks
      WHERE NOT EXISTS (SELECT 1 FROM interacciones i WHERE i.comando_id = webhooks.id AND i.orden = 0)`,
  ),
  write(
    'webhooks_borrados',
    `${LAST_DEED} DELETE FROM webhooks WHERE (id, usuario_id) IN (SELECT id, usuario FROM hecho WHERE accion = 'borrar')`,
  ),
  write(
    'webhooks_en_pausa',
    `${LAST_DEED} UPDATE webhooks SET activo = (hecho.accion = 'reanudar') FROM hecho
      WHERE webhooks.id = hecho.id AND webhooks.usuario_id = hecho.usuario AND hecho.accion <> 'borrar'`,
  ),
  // A database that is being restored has its foreign keys off: nothing cascades.
  write(
    'entregas_sin_webhook',
    'DELETE FROM webhooks_entregas WHERE NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.id = webhooks_entregas.webhook_id)',
  ),
]

// Its task is put aside: the first of a line would keep all behind it waiting for ever.
const END_DELIVERIES = write(
  'webhooks_entregas',
  `UPDATE webhooks_entregas SET estado = 'muerta', fecha_intento = ?1,
      error = 'pendiente en la copia que se restauró: puede que ya se enviara'
    WHERE estado = 'pendiente'`,
)

/** Has tokens and webhooks be what the restored log says of them, and ends what still waits to be sent. */
export async function settleGrants(target: Database, ahora: string): Promise<void> {
  await target
    .as('admin')
    .batch([
      ...GRANTS.map((statement) => ({ statement, args: [] })),
      { statement: END_DELIVERIES, args: [ahora] },
    ])
}
