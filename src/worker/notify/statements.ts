import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'
import { Rol } from '@/domain/values'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

const COLUMNS = EVENT_COLUMNS.split(', ').map((column) => `i.${column}`)

/** An event of a ticket, and whose the ticket is now. */
export const TOLD_EVENT = defineQuery({
  name: 'notificaciones.evento',
  roles: ['batch_worker'],
  sql: `SELECT ${COLUMNS.join(', ')}, t.usuario_id AS solicitanteId, t.asignado_a AS asignadoA
    FROM interacciones i CROSS JOIN tickets t ON t.id = i.ticket_id WHERE i.evento_id = :evento`,
  row: StoredEvent.extend({ solicitanteId: z.number(), asignadoA: z.number().nullable() }),
})

/** What decides whether an account may be told. */
export const RECIPIENTS = defineQuery({
  name: 'notificaciones.destinatarios',
  roles: ['api_server'],
  sql: 'SELECT id, rol, activo FROM usuarios WHERE id IN (SELECT value FROM json_each(?1))',
  row: z.object({ id: z.number(), rol: Rol, activo: z.number().transform((flag) => flag === 1) }),
})

/** A row for each account; told twice, it is told once. */
export const TELL = defineWrite({
  name: 'notificaciones.avisar',
  roles: ['dispatcher'],
  sql: `INSERT INTO notificaciones (usuario_id, evento_id, ticket_id, tipo, posicion, es_interno, fecha)
    SELECT value, :evento, :ticket, :tipo, :posicion, :interno, :ahora FROM json_each(:cuentas) WHERE true
    ON CONFLICT (usuario_id, evento_id) DO NOTHING`,
})

/** Takes away some of those that were read before an instant. */
export const FORGET_READ = defineWrite({
  name: 'notificaciones.olvidar',
  roles: ['dispatcher'],
  sql: `DELETE FROM notificaciones WHERE (usuario_id, evento_id) IN (
    SELECT usuario_id, evento_id FROM notificaciones WHERE leida < :antes LIMIT :limite)`,
})
