import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** More than this many are not counted: nobody reads the difference. */
export const MAX_COUNTED = 100

const count = (name: string, own: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT count(*) AS sinLeer FROM (SELECT 1 FROM notificaciones n${own}
      WHERE n.usuario_id = :viewer AND n.leida IS NULL LIMIT ${MAX_COUNTED})`,
    row: z.object({ sinLeer: z.number() }),
  })

// An agent who became a client keeps the rows of what they were told: it is not counted, as it is not shown.
const OWN = ' CROSS JOIN tickets t ON t.id = n.ticket_id AND t.usuario_id = :viewer AND n.es_interno = 0'
const FOR_STAFF = count('notificaciones.cuenta_interna', '')
const FOR_CLIENT = count('notificaciones.cuenta_cliente', OWN)

/** How many somebody has not read, up to MAX_COUNTED: one look into one index. */
export async function countUnreadQuery(db: Connection, viewer: Viewer): Promise<number> {
  const row = await db.first(seesOnlyOwn(viewer) ? FOR_CLIENT : FOR_STAFF, { viewer: viewer.id })
  return row?.sinLeer ?? 0
}

const READ = defineWrite({
  name: 'notificaciones.leer',
  roles: ['api_server'],
  sql: `UPDATE notificaciones SET leida = :ahora
    WHERE usuario_id = :viewer AND evento_id = :evento AND leida IS NULL`,
})

const READ_ALL = defineWrite({
  name: 'notificaciones.leer_todas',
  roles: ['api_server'],
  sql: `UPDATE notificaciones SET leida = :ahora
    WHERE usuario_id = :viewer AND posicion <= :hasta AND leida IS NULL`,
})

/** Notes that somebody read one of their own; another's is left alone. */
export async function readNotificacion(
  db: Connection,
  viewer: Viewer,
  evento: string,
  ahora: string,
): Promise<void> {
  await retryBusy(() => db.batch([{ statement: READ, args: { viewer: viewer.id, evento, ahora } }]))
}

/** Notes that somebody read all of their own up to a position: not those that came after they looked. */
export async function readNotificaciones(
  db: Connection,
  viewer: Viewer,
  hasta: number,
  ahora: string,
): Promise<void> {
  await retryBusy(() => db.batch([{ statement: READ_ALL, args: { viewer: viewer.id, hasta, ahora } }]))
}
