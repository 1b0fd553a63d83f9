import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

const HEAD = defineQuery({
  name: 'proyecciones.cabeza',
  roles: ['projector', 'admin', 'api_server'],
  sql: 'SELECT coalesce(max(id), 0) AS posicion FROM interacciones',
  row: z.object({ posicion: z.number() }),
})

/** The log's last position. */
export async function readHead(db: Connection): Promise<number> {
  return (await db.first(HEAD))?.posicion ?? 0
}
