import { goesOn, wasDeleted } from '@projections/outbox/gestiones'
import { END_PENDING_DELIVERIES } from '@projections/outbox/skip'
import type { Database } from '@/db/client'
import { defineWrite } from '@/db/queries'

const write = (name: string, sql: string) => defineWrite({ name: `restaurar.${name}`, roles: ['admin'], sql })

// The outbox, which ends tokens at other times, does not read a restored log. The streams of the accounts that have any
// are read once, by their own index.
const REVOKE = write(
  'tokens_revocados',
  `WITH baja AS MATERIALIZED (
      SELECT i.metadata ->> '$.json.datos.tokenId' AS id, o.usuario_id AS usuario, min(i.fecha_registro) AS fecha
      FROM (SELECT DISTINCT usuario_id FROM tokens_api) o CROSS JOIN interacciones i ON i.cuenta_id = o.usuario_id
      WHERE i.tipo = 'baja_token' GROUP BY 1, 2)
    UPDATE tokens_api SET fecha_revocacion = baja.fecha FROM baja
    WHERE tokens_api.id = baja.id AND tokens_api.usuario_id = baja.usuario AND fecha_revocacion IS NULL`,
)

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
    `DELETE FROM webhooks WHERE ${wasDeleted('webhooks.usuario_id', 'webhooks.id')}`,
  ),
  write('webhooks_en_pausa', `UPDATE webhooks SET activo = ${goesOn('webhooks.usuario_id', 'webhooks.id')}`),
  // A database that is being restored has its foreign keys off: nothing cascades.
  write(
    'entregas_sin_webhook',
    'DELETE FROM webhooks_entregas WHERE NOT EXISTS (SELECT 1 FROM webhooks w WHERE w.id = webhooks_entregas.webhook_id)',
  ),
]

const SENT_PERHAPS = 'pendiente en la copia que se restauró: puede que ya se enviara'

/** Has tokens and webhooks be what the restored log says of them, and ends what still waits to be sent. */
export async function settleGrants(target: Database, ahora: string): Promise<void> {
  await target
    .as('admin')
    .batch([
      ...GRANTS.map((statement) => ({ statement, args: [] })),
      { statement: END_PENDING_DELIVERIES, args: { ahora, error: SENT_PERHAPS } },
    ])
}
