/** BEGIN, COMMIT, ROLLBACK and their like alone: nothing to bind, nothing to return. */
export function isControl(sql: string): boolean {
  return /^\s*(BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b[\w\s]*;?\s*$/i.test(sql)
}

/** The BEGIN that plain SQLite understands, for the read-only one of libSQL's servers; null for anything else. */
export function readOnlyBegin(sql: string): 'BEGIN DEFERRED' | null {
  return /^\s*BEGIN\s+TRANSACTION\s+READONLY\s*;?\s*$/i.test(sql) ? 'BEGIN DEFERRED' : null
}

/** True for what leaves a last inserted rowid behind. */
export function isInsert(sql: string): boolean {
  return /^\s*(WITH\b[\s\S]*\)\s*)?(INSERT|REPLACE)\b/i.test(sql)
}

const NO_PARAMETERS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g

/** The parameters of a statement: the highest position, and the names without their prefix sign. */
export function parametersOf(sql: string): { positions: number; names: string[] } {
  const text = sql.replace(NO_PARAMETERS, ' ')
  const names = [...text.matchAll(/[:@$]([a-z_]\w*)/gi)].flatMap((match) => match[1] ?? [])
  let positions = 0
  for (const [, number] of text.matchAll(/\?(\d*)/g)) {
    positions = number ? Math.max(positions, Number(number)) : positions + 1
  }
  return { positions, names: [...new Set(names)] }
}
