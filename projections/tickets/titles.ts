import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

const TITLES = defineQuery({
  name: 'tickets.titulos',
  roles: ['api_server'],
  sql: 'SELECT id, titulo FROM tickets WHERE id IN (SELECT value FROM json_each(?1))',
  row: z.object({ id: z.number(), titulo: z.string() }),
})

/** The titles of these tickets, by id; none for those who see only their own. */
export async function titlesQuery(
  db: Connection,
  viewer: Viewer,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (seesOnlyOwn(viewer)) return new Map()
  const rows = await db.all(TITLES, [JSON.stringify(ids)])
  return new Map(rows.map(({ id, titulo }) => [id, titulo]))
}
