import { type Client, createClient, type InArgs, type ResultSet } from '@libsql/client'
import { z } from 'zod'
import { registeredStatements } from './queries'

/** A statement's text, and how SQLite would run it: the lines of EXPLAIN QUERY PLAN. */
export interface StatementPlan {
  readonly sql: string
  readonly lineas: readonly string[]
}

const Step = z.object({ detail: z.string() })
const Entry = z.object({ type: z.string(), name: z.string(), sql: z.string() })
const Statistic = z.object({ tbl: z.string(), idx: z.string().nullable(), stat: z.string().nullable() })

/**
 * How registered statements would run now; it takes no argument's value, and tells none. Asked of an empty copy of the
 * schema in memory, with the statistics: an EXPLAIN leaves its connection in the snapshot that it began in, where every
 * later read would be blind to what was written since.
 * @param read asks the real database
 */
export async function explainPlans(
  read: (sql: string) => Promise<ResultSet>,
  names: readonly string[],
): Promise<ReadonlyMap<string, StatementPlan>> {
  const wanted = registeredStatements().filter(({ name }) => names.includes(name))
  if (wanted.length === 0) return new Map()
  const copy = createClient({ url: ':memory:', concurrency: 1 })
  try {
    await copySchema(read, copy)
    const plans = new Map<string, StatementPlan>()
    for (const { name, sql } of wanted) {
      plans.set(name, { sql, lineas: await explain(copy, sql) })
      await new Promise((resolve) => setImmediate(resolve))
    }
    return plans
  } finally {
    copy.close()
  }
}

/** @returns no lines where the statement is for another database, such as a rebuild's shadow */
async function explain(copy: Client, sql: string): Promise<string[]> {
  try {
    const { rows } = await copy.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args: nothingFor(sql) })
    return rows.map((row) => Step.parse(row).detail)
  } catch {
    return []
  }
}

async function copySchema(read: (sql: string) => Promise<ResultSet>, copy: Client): Promise<void> {
  const { rows } = await read(
    "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  )
  const entries = rows.map((row) => Entry.parse(row))
  // A virtual table makes its own tables, which SQLite writes down with its name in quotes.
  const own = entries.filter(({ type, sql }) => type !== 'table' || !sql.startsWith("CREATE TABLE '"))
  await copy.batch(
    own.map(({ sql }) => sql),
    'write',
  )
  const statistics = await read('SELECT tbl, idx, stat FROM sqlite_stat1').catch(() => null)
  if (statistics === null) return
  await copy.execute('ANALYZE')
  const insert = 'INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)'
  const known = statistics.rows.map((row) => Statistic.parse(row))
  await copy.batch(
    known.map(({ tbl, idx, stat }) => ({ sql: insert, args: [tbl, idx, stat] })),
    'write',
  )
  await copy.execute('ANALYZE sqlite_schema')
}

/** NULL for each parameter. */
function nothingFor(sql: string): InArgs {
  const bare = sql.replace(/'(?:[^']|'')*'/g, '')
  const names = [...bare.matchAll(/:([A-Za-z_]\w*)/g)].map(([, name = '']) => name)
  if (names.length > 0) return Object.fromEntries(names.map((name) => [name, null]))
  const numbers = [...bare.matchAll(/\?(\d*)/g)].map(([, number], index) => Number(number) || index + 1)
  return Array.from({ length: Math.max(0, ...numbers) }, () => null)
}
