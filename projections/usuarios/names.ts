import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'

const NAMES = defineQuery({
  name: 'usuarios.nombres',
  roles: ['api_server'],
  sql: 'SELECT id, nombre FROM usuarios WHERE id IN (SELECT value FROM json_each(?1))',
  row: z.object({ id: z.number(), nombre: z.string() }),
})

/** The names of accounts, by id; ids of no account are left out. */
export async function namesQuery(
  db: Connection,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.all(NAMES, [JSON.stringify([...new Set(ids)])])
  return new Map(rows.map(({ id, nombre }) => [id, nombre]))
}
