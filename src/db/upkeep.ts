import { stat } from 'node:fs/promises'
import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import { isBusy } from './errors'

/** How a database file stands: what maintenance is measured by. */
export interface FileFigures {
  readonly bytes: number
  /** Of the write-ahead log beside it. */
  readonly bytesWal: number
  readonly paginas: number
  /** Pages that hold nothing any more. */
  readonly libres: number
  /** Rows of sqlite_stat1: what the planner knows of the indexes. */
  readonly estadisticas: number
}

/** The kinds of maintenance that SQLite knows. */
export type Upkeep = 'reindex' | 'integrity' | 'analyze' | 'vacuum' | 'wal'

/** The path of a `file:` database. */
export function databaseFile(url: string): string {
  return url.replace(/^file:/, '').replace(/\?.*$/, '')
}

const sizeOf = async (path: string): Promise<number> =>
  await stat(path).then(
    ({ size }) => size,
    () => 0,
  )

async function pragma(client: Client, name: string): Promise<number> {
  const { rows } = await client.execute(`PRAGMA ${name}`)
  return z.record(z.string(), z.number()).parse({ ...rows[0] })[name] ?? 0
}

/** Measures a file database. */
export async function fileFigures(url: string): Promise<FileFigures> {
  return await withFile(url, async (client) => {
    const known = await client.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'")
    const stats =
      known.rows.length === 0 ? null : await client.execute('SELECT count(*) AS n FROM sqlite_stat1')
    return {
      bytes: await sizeOf(databaseFile(url)),
      bytesWal: await sizeOf(`${databaseFile(url)}-wal`),
      paginas: await pragma(client, 'page_count'),
      libres: await pragma(client, 'freelist_count'),
      estadisticas: stats === null ? 0 : z.object({ n: z.number() }).parse(stats.rows[0]).n,
    }
  })
}

const STATEMENTS: Readonly<Record<Exclude<Upkeep, 'integrity'>, string>> = {
  reindex: 'REINDEX',
  // A whole ANALYZE: `optimize` alone looks at what this one connection has asked for, which is nothing.
  analyze: 'ANALYZE',
  vacuum: 'VACUUM',
  wal: 'PRAGMA wal_checkpoint(TRUNCATE)',
}

/**
 * Maintains a file database. It blocks the event loop for as long as it takes, so it is for a process of its own; VACUUM
 * and REINDEX hold the write lock meanwhile.
 * @returns what is wrong with the file, where that was asked; nothing otherwise
 * @throws where another process kept the lock for ten seconds
 */
export async function maintainFile(url: string, what: Upkeep): Promise<readonly string[]> {
  return await withFile(url, async (client) => {
    if (what === 'integrity') return await findBroken(client)
    for (let attempt = 1; ; attempt++) {
      try {
        await client.execute(STATEMENTS[what])
        return []
      } catch (error) {
        if (!isBusy(error) || attempt >= 10) throw error
        // What the driver left open after a BUSY must not go on.
        client.reconnect()
      }
    }
  })
}

async function findBroken(client: Client): Promise<readonly string[]> {
  const Page = z.object({ integrity_check: z.string() })
  const pages = (await client.execute('PRAGMA integrity_check')).rows.map(
    (row) => Page.parse(row).integrity_check,
  )
  const keys = (await client.execute('PRAGMA foreign_key_check')).rows.map((row) => JSON.stringify(row))
  return [...pages.filter((line) => line !== 'ok'), ...keys]
}

const LEAVE_WAL = 'PRAGMA journal_mode = DELETE'

/** True where somebody else has the file open: it can't be replaced then. */
export async function isInUse(url: string): Promise<boolean> {
  try {
    return await withFile(url, async (client) => {
      // Only whoever is alone can leave the mode in which a write-ahead log is shared.
      const { rows } = await client.execute(LEAVE_WAL)
      return z.object({ journal_mode: z.string() }).parse(rows[0]).journal_mode !== 'delete'
    })
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  }
}

async function withFile<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url, concurrency: 1, timeout: 1000 })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}
