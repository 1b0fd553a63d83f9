import { createClient } from '@libsql/client'
import { z } from 'zod'

const Index = z.object({ name: z.string(), sql: z.string() })

/**
 * Runs `work` while tables have no other indexes than those of their keys; they are made at the end, each by one sort.
 * Only for a file that is worth nothing half done: a kill leaves it without them.
 */
export async function withoutIndexes<T>(
  url: string,
  tables: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const client = createClient({ url, concurrency: 1, timeout: 5000 })
  try {
    for (const pragma of ['synchronous = OFF', 'cache_size = -65536'])
      await client.execute(`PRAGMA ${pragma}`)
    const { rows } = await client.execute({
      sql: `SELECT name, sql FROM sqlite_schema
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?))`,
      args: [JSON.stringify(tables)],
    })
    const indexes = rows.map((row) => Index.parse(row))
    await client.batch(
      indexes.map(({ name }) => `DROP INDEX ${name}`),
      'write',
    )
    const result = await work()
    for (const { sql } of indexes) await client.batch([sql], 'write')
    return result
  } finally {
    client.close()
  }
}
