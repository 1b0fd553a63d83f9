/** How a statement finds its rows: by an index or a key, by reading a whole table, or without any table. */
export type PlanKind = 'indice' | 'recorrido' | 'ninguno'

export interface JudgedPlan {
  readonly clase: PlanKind
  /** The tables that are read whole. */
  readonly recorridas: readonly string[]
}

/** A table of so few rows is read whole by right: an index would be another page to read. */
const FEW_ROWS = 1000

/**
 * Judges a plan.
 * @param lines of EXPLAIN QUERY PLAN
 * @param tables every table with its rows, as far as they are known
 */
export function judgePlan(
  sql: string,
  lines: readonly string[],
  tables: ReadonlyMap<string, number | null>,
): JudgedPlan {
  const recorridas: string[] = []
  let found = false
  for (const line of lines) {
    const scanned = /^SCAN (\w+)$/.exec(line)?.[1]
    if (/^(SEARCH|SCAN \S+ (USING|VIRTUAL))/.test(line)) found = true
    else if (scanned !== undefined) {
      const table = tableOf(sql, scanned, tables)
      if (table === null) continue
      found = true
      const rows = tables.get(table) ?? null
      if (!(rows !== null && rows < FEW_ROWS) && !isWalk(sql, table, lines)) recorridas.push(table)
    }
  }
  if (recorridas.length > 0) return { clase: 'recorrido', recorridas }
  return { clase: found ? 'indice' : 'ninguno', recorridas }
}

/** The table that a plan's name stands for; null for a part of the statement, and for the engine's own foreign keys. */
function tableOf(sql: string, name: string, tables: ReadonlyMap<string, unknown>): string | null {
  for (const [, table = '', alias = ''] of sql.matchAll(
    /\b(?:from|join|update)\s+(\w+)(?:\s+(?:as\s+)?(\w+))?/gi,
  ))
    if (tables.has(table) && (table === name || alias === name)) return table
  return null
}

/** True where a table is walked along its key and left after some rows, as the last row is found. */
function isWalk(sql: string, table: string, lines: readonly string[]): boolean {
  const walk = new RegExp(`\\bfrom\\s+${table}\\b[^()]*\\border by [^()]*\\blimit\\b`, 'i')
  const sorts = lines.some((line) => line.startsWith('USE TEMP B-TREE FOR ORDER BY'))
  return walk.test(sql) && (!sorts || /^\s*insert/i.test(sql))
}

/** A batch is as good as the worst of its statements. */
export function worstOf(kinds: readonly PlanKind[]): PlanKind {
  if (kinds.includes('recorrido')) return 'recorrido'
  return kinds.includes('indice') ? 'indice' : 'ninguno'
}
