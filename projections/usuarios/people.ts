import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Rol } from '@/domain/values'

export const Person = z.object({ nombre: z.string(), rol: Rol })
export type Person = Readonly<z.infer<typeof Person>>

const PEOPLE = defineQuery({
  name: 'usuarios.personas',
  roles: ['api_server', 'admin'],
  sql: 'SELECT id, nombre, rol FROM usuarios WHERE id IN (SELECT value FROM json_each(?1))',
  row: z.object({ id: z.number(), nombre: z.string(), rol: Rol }),
})

/** The names and roles of accounts, by id; ids of no account are left out. */
export async function peopleQuery(
  db: Connection,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db.all(PEOPLE, [JSON.stringify([...new Set(ids)])])
  return new Map(rows.map(({ id, ...person }) => [id, person]))
}
