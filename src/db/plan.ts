import type { Client } from '@libsql/client'
import { z } from 'zod'
import { registeredStatements } from './queries'

const Step = z.object({ detail: z.string() })

/** A statement's text, and how SQLite would run it. */
export interface StatementPlan {
  readonly sql: string
  readonly lineas: readonly string[]
}

/**
 * How SQLite would run a registered statement: the lines of EXPLAIN QUERY PLAN, which needs no arguments and tells none.
 * @returns null where no statement of that name is registered
 */
export async function explainPlan(client: Client, name: string): Promise<StatementPlan | null> {
  const statement = registeredStatements().find((one) => one.name === name)
  if (!statement) return null
  const { rows } = await client.execute(`EXPLAIN QUERY PLAN ${statement.sql}`)
  return { sql: statement.sql, lineas: rows.map((row) => Step.parse(row).detail) }
}
