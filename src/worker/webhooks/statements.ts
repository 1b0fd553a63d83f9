import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'

const Flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1)

const Waiting = z.object({
  id: z.number(),
  webhookId: z.string(),
  posicion: z.number(),
  eventoId: z.string(),
  ticketId: z.number(),
  version: z.number(),
  estado: z.string(),
  url: z.string(),
  notas: Flag,
  activo: Flag,
  usuarioId: z.number(),
})

const WAITING = `SELECT d.id, d.webhook_id AS webhookId, d.posicion, d.evento_id AS eventoId, d.ticket_id AS ticketId,
      d.version, d.estado, w.url, w.notas, w.activo, w.usuario_id AS usuarioId
    FROM webhooks_entregas d CROSS JOIN webhooks w ON w.id = d.webhook_id`

/** A delivery, with the webhook that it is for. */
export const DELIVERY = defineQuery({
  name: 'webhooks.entrega',
  roles: ['api_server'],
  sql: `${WAITING} WHERE d.id = :id`,
  row: Waiting,
})

/** Which line a delivery stands in. */
export const DELIVERY_LINE = defineQuery({
  name: 'webhooks.fila',
  roles: ['dispatcher'],
  sql: `SELECT id, webhook_id AS webhookId, ticket_id AS ticketId FROM webhooks_entregas WHERE id = :id`,
  row: Waiting.pick({ id: true, webhookId: true, ticketId: true }),
})

/** The next that waits in a line, after one of it. */
export const IN_LINE = defineQuery({
  name: 'webhooks.en_fila',
  roles: ['api_server'],
  sql: `${WAITING} WHERE d.webhook_id = :webhook AND d.ticket_id = :ticket AND d.estado = 'pendiente' AND d.id > :tras
    ORDER BY d.id LIMIT 1`,
  row: Waiting,
})

export const NOTE_ATTEMPT = defineWrite({
  name: 'webhooks.anotar',
  roles: ['dispatcher'],
  sql: `UPDATE webhooks_entregas SET estado = :estado, intentos = :intentos, codigo = :codigo, milisegundos = :ms,
      error = :error, fecha_intento = :ahora WHERE id = :id AND estado = 'pendiente'`,
})

/** The task of the next one in line, once the one before it has its end; in one transaction with that. */
export const NEXT = defineWrite({
  name: 'webhooks.siguiente',
  roles: ['dispatcher'],
  sql: `INSERT INTO tareas (id, tipo, v, datos, prioridad, vence, evento_id, fecha_creacion)
    SELECT 'webhook:' || d.id, 'webhook', 1, json_object('entregaId', d.id), 1, :ahora, d.evento_id, :ahora
    FROM webhooks_entregas d WHERE d.id = (
      SELECT min(p.id) FROM webhooks_entregas p
      WHERE p.webhook_id = :webhook AND p.ticket_id = :ticket AND p.estado = 'pendiente')
    ON CONFLICT (id) DO NOTHING RETURNING id, prioridad, vence`,
})

/** The end of a delivery whose task was given up; in one transaction with that, and only where that went in. */
export const GIVE_UP = defineWrite({
  name: 'webhooks.descartar',
  roles: ['dispatcher'],
  sql: `UPDATE webhooks_entregas SET estado = 'muerta', error = 'DESCARTADA'
    WHERE id = :entrega AND webhooks_entregas.estado = 'pendiente' AND EXISTS (
      SELECT 1 FROM tareas WHERE tareas.id = 'webhook:' || webhooks_entregas.id AND tareas.estado = 'descartada')`,
})

/** Rows as arrays: webhook, position, event, ticket, version, kind, time. */
export const LINE_UP = defineWrite({
  name: 'webhooks.poner',
  roles: ['dispatcher'],
  sql: `INSERT INTO webhooks_entregas (webhook_id, posicion, evento_id, ticket_id, version, tipo, fecha_creacion)
    SELECT ${[0, 1, 2, 3, 4, 5, 6].map((index) => `e.value ->> ${index}`).join(', ')}
    FROM json_each(?1) e CROSS JOIN webhooks w ON w.id = e.value ->> 0 ORDER BY e.key`,
})

/** The tasks of the first in line of each ticket that is named. */
export const START_LINES = defineWrite({
  name: 'webhooks.reanudar_filas',
  roles: ['dispatcher'],
  sql: `INSERT INTO tareas (id, tipo, v, datos, prioridad, vence, evento_id, fecha_creacion)
    SELECT 'webhook:' || d.id, 'webhook', 1, json_object('entregaId', d.id), 1, :ahora, d.evento_id, :ahora
    FROM json_each(:tickets) e CROSS JOIN webhooks_entregas d ON d.id = (
      SELECT min(p.id) FROM webhooks_entregas p
      WHERE p.webhook_id = :webhook AND p.ticket_id = e.value AND p.estado = 'pendiente')
    WHERE true ON CONFLICT (id) DO NOTHING RETURNING id, prioridad, vence`,
})

/** The events of tickets after a position, as they are read today. */
export const EVENTS_AFTER = defineQuery({
  name: 'webhooks.eventos_desde',
  roles: ['api_server'],
  sql: `SELECT a.posicion, i.evento_id AS eventoId, a.ticket_id AS ticketId, i.version, a.tipo, a.es_interno AS interno
    FROM auditoria a CROSS JOIN interacciones i ON i.id = a.posicion
    WHERE a.posicion > :desde AND a.posicion <= :hasta AND a.ticket_id IS NOT NULL ORDER BY a.posicion LIMIT :limite`,
  row: z.object({
    posicion: z.number(),
    eventoId: z.string(),
    ticketId: z.number(),
    version: z.number(),
    tipo: z.string(),
    interno: z.number(),
  }),
})

export const SWEEP_DELIVERIES = defineWrite({
  name: 'webhooks.barrer',
  roles: ['dispatcher'],
  sql: `DELETE FROM webhooks_entregas WHERE id IN (
    SELECT id FROM webhooks_entregas WHERE fecha_creacion < :desde AND estado <> 'pendiente' LIMIT 500)`,
})
