import { LOG_COLUMNS, type LogRow } from '@projections/auditoria/log-row'

/**
 * An event as a line of the JSONL: every column of the log as it is stored, in the log's order and under its names, so
 * that an event's proof can be checked from the line alone.
 * @param prueba the inclusion proof, where there is one
 */
export function jsonlEvent(fila: LogRow, prueba?: object): string {
  const columns = Object.fromEntries(LOG_COLUMNS.map((column) => [column, fila[column]]))
  return `${JSON.stringify(prueba === undefined ? columns : { ...columns, prueba })}\n`
}
