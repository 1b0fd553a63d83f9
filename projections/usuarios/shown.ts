import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Rol } from '@/domain/values'

/** An account as others see it named: no secret, and nothing to judge a right by. */
const ShownAccount = z.object({
  id: z.number(),
  email: z.string(),
  nombre: z.string(),
  rol: Rol,
  activo: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
  version: z.number(),
  /** The log's last position, in the same snapshot. */
  posicion: z.number(),
})
type ShownAccount = z.infer<typeof ShownAccount>

const SHOWN = defineQuery({
  name: 'usuarios.para_mostrar',
  roles: ['api_server'],
  sql: `SELECT id, email, nombre, rol, activo, version, (SELECT coalesce(max(id), 0) FROM interacciones) AS posicion
    FROM usuarios WHERE id = :id`,
  row: ShownAccount,
})

/** An account for display, or null where there is none; who may see it is for the caller to know. */
export async function shownAccountQuery(db: Connection, id: number): Promise<ShownAccount | null> {
  return await db.first(SHOWN, { id })
}
