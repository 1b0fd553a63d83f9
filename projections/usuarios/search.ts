import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { CUENTA_SISTEMA, Rol } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { searchExpression } from '../busqueda/expression'

const Found = z.object({ id: z.number(), nombre: z.string(), email: z.string(), rol: Rol })
type Found = z.infer<typeof Found>

const SEARCH = defineQuery({
  name: 'usuarios.buscar',
  roles: ['api_server'],
  sql: `SELECT u.id, u.nombre, u.email, u.rol FROM (
      SELECT rowid AS id, rank FROM busqueda_cuentas WHERE busqueda_cuentas MATCH :expresion ORDER BY rank LIMIT :limite) b
    CROSS JOIN usuarios u ON u.id = b.id WHERE u.id <> ${CUENTA_SISTEMA} ORDER BY b.rank, u.id`,
  row: Found,
})

/**
 * The accounts whose name or mail address has all these words, best first; none for a client.
 * @param typed as a person typed it; see searchExpression
 */
export async function searchCuentasQuery(
  db: Connection,
  viewer: Viewer,
  typed: string,
  limite: number,
): Promise<readonly Found[]> {
  const expresion = seesOnlyOwn(viewer) ? null : searchExpression(typed)
  return expresion === null ? [] : await db.all(SEARCH, { expresion, limite })
}
