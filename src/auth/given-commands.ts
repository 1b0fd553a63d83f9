import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { Viewer } from '@/domain/viewer'

const GIVEN = defineQuery({
  name: 'comandos.dado',
  roles: ['api_server'],
  sql: 'SELECT id FROM interacciones WHERE comando_id = :comando AND orden = 0 AND usuario_id = :usuario',
  row: z.object({ id: z.number() }),
})

/** True where the log has a command of this account under that id: what it did need not be there any more. */
export async function gaveCommand(db: Connection, viewer: Viewer, comandoId: string): Promise<boolean> {
  return (await db.first(GIVEN, { comando: comandoId, usuario: viewer.id })) !== null
}
