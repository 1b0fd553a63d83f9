import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** That something happened to a ticket: which event, and by whom. What it says is read by each viewer's own page. */
const Change = z.object({
  posicion: z.number(),
  ticketId: z.number(),
  version: z.number(),
  tipo: z.string(),
  autorId: z.number(),
  autor: z.string(),
  esInterno: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
  solicitanteId: z.number(),
})
export type Change = z.infer<typeof Change>

/** How many are read at once: who is further behind than that looks anew. */
const CHANGES_READ = 200
/** And over how many positions: a limit bounds what is found, and a client may find nothing in the whole log. */
export const POSITIONS_READ = 10_000

const changes = (name: string, view: string, scope: string) =>
  defineQuery({
    name,
    roles: ['api_server'],
    sql: `SELECT i.id AS posicion, i.ticket_id AS ticketId, i.version, i.tipo, i.usuario_id AS autorId,
        u.nombre AS autor, i.es_interno AS esInterno, t.usuario_id AS solicitanteId
      FROM ${view} i CROSS JOIN tickets t ON t.id = i.ticket_id CROSS JOIN usuarios u ON u.id = i.usuario_id
      WHERE i.id > :desde AND i.id <= :hasta${scope} ORDER BY i.id LIMIT ${CHANGES_READ}`,
    row: Change,
  })

const FOR_STAFF = changes('linea_tiempo.cambios.interna', 'linea_tiempo_interna', '')
const FOR_CLIENT = changes(
  'linea_tiempo.cambios.cliente',
  'linea_tiempo_cliente',
  ' AND t.usuario_id = :viewer',
)

/** True where this viewer may know of the change: a client of what is public in their own tickets. */
export function mayKnow(viewer: Viewer, { esInterno, solicitanteId }: Change): boolean {
  return !seesOnlyOwn(viewer) || (!esInterno && solicitanteId === viewer.id)
}

/**
 * What happened to tickets after position `desde`, up to `hasta`, as far as this viewer may know: the first
 * CHANGES_READ of it within POSITIONS_READ, in order of the log.
 * @returns them, and the position that they tell everything up to
 */
export async function changesQuery(
  db: Connection,
  viewer: Viewer,
  desde: number,
  hasta: number,
): Promise<{ readonly cambios: readonly Change[]; readonly posicion: number }> {
  if (desde >= hasta) return { cambios: [], posicion: hasta }
  const until = Math.min(hasta, desde + POSITIONS_READ)
  const cambios = seesOnlyOwn(viewer)
    ? await db.all(FOR_CLIENT, { desde, hasta: until, viewer: viewer.id })
    : await db.all(FOR_STAFF, { desde, hasta: until })
  const posicion = cambios.length < CHANGES_READ ? until : (cambios.at(-1)?.posicion ?? until)
  return { cambios, posicion }
}
