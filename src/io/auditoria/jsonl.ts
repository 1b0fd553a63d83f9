import { LOG_COLUMNS, type LogRow } from '@projections/auditoria/log-row'
import type { Cabeza } from '@/events/seals/head'
import { AVISO, type Prueba } from '@/events/seals/prove'

/** The first line of a JSONL with proofs: the signed head that they lead to, and what they do not say. */
export function jsonlHead(cabeza: Cabeza): string {
  return `${JSON.stringify({ cabeza, aviso: AVISO })}\n`
}

/**
 * An event as a line of the JSONL: every column of the log as it is stored, in the log's order and under its names, so
 * that an event's proof can be checked from the line alone.
 * @param prueba its inclusion proof; undefined where it is not sealed yet
 */
export function jsonlEvent(fila: LogRow, prueba?: Prueba): string {
  const columns = Object.fromEntries(LOG_COLUMNS.map((column) => [column, fila[column]]))
  return `${JSON.stringify(prueba === undefined ? columns : { ...columns, prueba })}\n`
}
