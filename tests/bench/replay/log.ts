import type { Client } from '@libsql/client'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { z } from 'zod'
import { createEncoder, type Period } from '@/cli/generate/encode'
import { History, newAccount } from '@/cli/generate/history'
import { openForBulk, writeLogRows } from '@/db/bulk-log'
import { openDatabase } from '@/db/client'
import { createEmptyDatabase, settleDatabase } from '@/db/empty'
import { createUlids } from '@/events/ids'

const BATCH = 1000
const EVENTS_PER_TICKET = 11
/** The system's account is 1; operators and clients come after it. */
export const [OPERATORS, CLIENTS] = [20, 200]
export const FIRST_CLIENT = 2 + OPERATORS
/** The log covers two years of business, whatever its length. */
export const PERIOD: Period = { begin: Date.parse('2024-01-01T00:00:00Z'), ms: 2 * 365 * 86_400_000 }

const range = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index)
const CAST = { operators: range(2, OPERATORS), clients: range(FIRST_CLIENT, CLIENTS) }
const ACCOUNTS = [
  newAccount(1, 'auditor'),
  ...CAST.operators.map((id) => newAccount(id, 'operador')),
  ...CAST.clients.map((id) => newAccount(id, 'cliente')),
]

/**
 * Writes a log of `events` events into a new migrated file: accounts first, whose rows are there then; of the other
 * projections there is nothing yet.
 */
export async function writeLog(file: string, events: number): Promise<void> {
  const url = `file:${file}`
  await createEmptyDatabase(url)
  const client = await openForBulk(url)
  await client.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'interacciones'")
  const encode = createEncoder(events, PERIOD)
  await writeLogRows(client, [ACCOUNTS.map(encode)])
  await foldAccounts(url)
  const left = events - ACCOUNTS.length
  const tickets = Math.ceil(left / EVENTS_PER_TICKET)
  const history = new History({ tickets, events: left, cast: CAST, firstTicket: 1 })
  function* batches() {
    for (let at = 0; at < left; at += BATCH)
      yield Array.from({ length: Math.min(BATCH, left - at) }, () => encode(history.next()))
  }
  await quickly(client, () => writeLogRows(client, batches()))
  client.close()
  await settleDatabase(url)
}

/** While the log holds accounts alone, their projection costs nothing. */
async function foldAccounts(url: string): Promise<void> {
  const database = await openDatabase({ url })
  const newId = createUlids()
  await rebuildLive(['usuarios'], { database, url, now: Date.now, newId: () => newId(Date.now()) })
  database.close()
}

/** Without the trigger and the checks, which look each event up five times: these are right. */
async function quickly(client: Client, work: () => Promise<void>): Promise<void> {
  const name = 'interacciones_no_replace'
  const { rows } = await client.execute({ sql: 'SELECT sql FROM sqlite_schema WHERE name = ?', args: [name] })
  await client.execute(`DROP TRIGGER ${name}`)
  await client.execute('PRAGMA ignore_check_constraints = ON')
  await work()
  await client.execute(z.object({ sql: z.string() }).parse(rows[0]).sql)
}
