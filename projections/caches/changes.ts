import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { Change } from './floors'

/** What the log has after a position, as far as the caches must know. */
export interface NewChanges {
  /** The log's last position. */
  readonly cabeza: number
  /** How often a rebuild mended the rows that values are read from. */
  readonly generacion: number
  /** The last position among these changes; the one asked from where there are none. */
  readonly hasta: number
  readonly cambios: readonly Change[]
}

const CHUNK = 200

const Row = z.tuple([
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number(),
  z.string(),
  z.number().nullable(),
])
const Rows = z.string().transform((text) => z.array(Row).parse(JSON.parse(text)))

// No payload is read: an event that no projection can read makes values old all the same.
const CHANGES = defineQuery({
  name: 'caches.cambios',
  roles: ['api_server'],
  sql: `SELECT (SELECT coalesce(max(id), 0) FROM interacciones) AS cabeza,
      (SELECT coalesce(sum(generacion), 0) FROM checkpoints WHERE proyeccion IN ('tickets', 'usuarios')) AS generacion,
      (SELECT json_group_array(json_array(e.id, e.ticket_id, e.cuenta_id, e.version, e.tipo, t.usuario_id))
        FROM (SELECT id, ticket_id, cuenta_id, version, tipo FROM interacciones
          WHERE id > :desde ORDER BY id LIMIT :limite) e LEFT JOIN tickets t ON t.id = e.ticket_id) AS filas`,
  row: z.object({ cabeza: z.number(), generacion: z.number(), filas: Rows }),
})

/** The next changes after position `desde`, in one snapshot with the log's head. @param db under `api_server` */
export async function readChanges(db: Connection, desde: number): Promise<NewChanges> {
  const row = await db.first(CHANGES, { desde, limite: CHUNK })
  if (row === null) throw new Error('an aggregate without a row')
  const { cabeza, generacion, filas } = row
  const hasta = Math.max(desde, ...filas.map(([id]) => id))
  return { cabeza, generacion, hasta, cambios: filas.map(changeOf) }
}

function changeOf([posicion, ticketId, cuentaId, version, tipo, usuarioId]: z.infer<typeof Row>): Change {
  return ticketId === null
    ? { tipo: 'cuenta', id: cuentaId ?? 0, version, tipos: [tipo], posicion }
    : { tipo: 'ticket', id: ticketId, version, usuarioId: usuarioId ?? 0 }
}
