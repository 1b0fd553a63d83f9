/**
 * Begins a set-based statement whose first argument is the JSON of an array of arrays: each is a row of `e`, read by
 * `fromJson`. Materialized, because `json_each` writes a row's text anew for every column that asks it: twice the time.
 */
export const JSON_ROWS = 'WITH e(key, value) AS MATERIALIZED (SELECT key, value FROM json_each(?1))'

/** Column `index` of a row of JSON_ROWS. */
export function fromJson(index: number): string {
  return `e.value ->> ${index}`
}

/** The first `count` columns of a row of JSON_ROWS, as a statement selects them. */
export function columnsFromJson(count: number): string {
  return Array.from({ length: count }, (_, index) => fromJson(index)).join(', ')
}

/**
 * A statement that puts such rows into a table, in the order of the array.
 * @param onConflict what follows `ON CONFLICT`; without it a row that is there is an error
 */
export function insertJsonRows(table: string, columns: readonly string[], onConflict?: string): string {
  const tail = onConflict === undefined ? '' : ` ON CONFLICT ${onConflict}`
  return `${JSON_ROWS} INSERT INTO ${table} (${columns.join(', ')})
    SELECT ${columnsFromJson(columns.length)} FROM e WHERE true ORDER BY e.key${tail}`
}
