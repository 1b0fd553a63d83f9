import { z } from 'zod'
import type { BatchItem } from '@/db/client'
import { fromJson as at } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'
import { isCuentaEvent, isImported, type Recorded } from '@/domain/events'

// The JSON's arrays: position, event, ticket, version, kind, internal.
// Of a client only what is public in their own tickets; internal notes only where the webhook says so. What its owner
// may see is judged again, on the account as it is then, when it is sent.
const MATCHES = `FROM webhooks w CROSS JOIN usuarios u ON u.id = w.usuario_id
    CROSS JOIN json_each(:eventos) e CROSS JOIN tickets t ON t.id = ${at(2)}
    WHERE w.activo = 1 AND u.activo = 1 AND (:webhook = '' OR w.id = :webhook)
      AND (${at(5)} = 0 OR (w.notas = 1 AND u.rol <> 'cliente'))
      AND (u.rol <> 'cliente' OR t.usuario_id = u.id)
      AND (w.filtro ->> '$.ticket' IS NULL OR w.filtro ->> '$.ticket' = t.id)
      AND (w.filtro ->> '$.solicitante' IS NULL OR w.filtro ->> '$.solicitante' = t.usuario_id)
      AND (json_array_length(w.filtro, '$.tipos') = 0
        OR EXISTS (SELECT 1 FROM json_each(w.filtro, '$.tipos') k WHERE k.value = ${at(4)}))
    ORDER BY e.key, w.id`

/** Rows of `webhooks_entregas`, without what they begin with. */
const COLUMNS = 'webhook_id, posicion, evento_id, ticket_id, version, tipo, fecha_creacion'

const ENQUEUE = defineWrite({
  name: 'webhooks.encolar',
  roles: ['projector'],
  sql: `INSERT INTO webhooks_entregas (${COLUMNS})
    SELECT w.id, ${at(0)}, ${at(1)}, ${at(2)}, ${at(3)}, ${at(4)}, :ahora ${MATCHES}`,
})

// Of each webhook and ticket only the first that waits has a task: the next one's comes with its end.
const START = defineWrite({
  name: 'webhooks.empezar',
  roles: ['projector'],
  sql: `INSERT INTO tareas (id, tipo, v, datos, prioridad, vence, evento_id, fecha_creacion)
    SELECT DISTINCT 'webhook:' || d.id, 'webhook', 1, json_object('entregaId', d.id), 1, :ahora, d.evento_id, :ahora
    FROM webhooks w CROSS JOIN json_each(:eventos) e CROSS JOIN webhooks_entregas d ON d.id = (
      SELECT min(p.id) FROM webhooks_entregas p
      WHERE p.webhook_id = w.id AND p.ticket_id = ${at(2)} AND p.estado = 'pendiente')
    WHERE w.activo = 1 AND true
    ON CONFLICT (id) DO NOTHING RETURNING id, prioridad, vence`,
})

/** The same match for one webhook, to send again what was long ago. */
export const MATCH_ONE = defineQuery({
  name: 'webhooks.coincidencias',
  roles: ['api_server'],
  sql: `SELECT ${at(0)} AS posicion, ${at(1)} AS eventoId, t.id AS ticketId, ${at(3)} AS version, ${at(4)} AS tipo
    ${MATCHES}`,
  row: z.object({
    posicion: z.number(),
    eventoId: z.string(),
    ticketId: z.number(),
    version: z.number(),
    tipo: z.string(),
  }),
})

/** Puts what these events are for webhooks in line, in the log's order, in one transaction with the outbox's checkpoint. */
export function webhookItems(events: readonly Recorded[], ahora: string): BatchItem[] {
  const rows = events
    .filter((event) => !isCuentaEvent(event) && !isImported(event))
    .map(({ tipo, sobre: { posicion, eventoId, sujeto, version, esInterno } }) => [
      posicion,
      eventoId,
      sujeto.id,
      version,
      tipo,
      esInterno ? 1 : 0,
    ])
  if (rows.length === 0) return []
  const eventos = JSON.stringify(rows)
  return [
    { statement: ENQUEUE, args: { eventos, ahora, webhook: '' } },
    { statement: START, args: { eventos, ahora } },
  ]
}
