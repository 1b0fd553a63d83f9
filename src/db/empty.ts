import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import { migrate } from './migrate'

const Trigger = z.object({ sql: z.string() })

/**
 * Makes a migrated file database without a row of its own: what the migrations put into it comes from the log that is
 * copied there.
 * @param url `file:` and a path where nothing is yet
 */
export async function createEmptyDatabase(url: string): Promise<void> {
  await migrate({ url })
  await withClient(url, async (client) => {
    const { rows } = await client.execute(
      "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'interacciones_no_delete'",
    )
    const { sql } = Trigger.parse(rows[0])
    await client.executeMultiple(`PRAGMA foreign_keys = OFF; BEGIN;
      DROP TRIGGER interacciones_no_delete;
      DELETE FROM interacciones; DELETE FROM usuarios;
      ${sql};
      COMMIT;`)
  })
}

/** What SQLite itself finds wrong with a file: broken references and pages; nothing where it is sound. */
export async function checkDatabase(url: string): Promise<readonly string[]> {
  return await withClient(url, async (client) => {
    const keys = (await client.execute('PRAGMA foreign_key_check')).rows.map((row) => JSON.stringify(row))
    const Page = z.object({ integrity_check: z.string() })
    const pages = (await client.execute('PRAGMA integrity_check')).rows.map(
      (row) => Page.parse(row).integrity_check,
    )
    return [...keys, ...pages.filter((line) => line !== 'ok')]
  })
}

/** Moves what is in the write-ahead log into the file, so that the file alone is the whole database. */
export async function settleDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  })
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url, concurrency: 1, timeout: 5000 })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}
