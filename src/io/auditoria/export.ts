import { setImmediate } from 'node:timers/promises'
import { readEntries } from '@projections/auditoria/entries'
import { type AuditCursor, type AuditFilter, seesAudit } from '@projections/auditoria/filter'
import type { LogRow } from '@projections/auditoria/log-row'
import { searchAuditQuery } from '@projections/auditoria/search'
import type { Connection } from '@/db/client'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import type { Viewer } from '@/domain/viewer'
import type { Cabeza } from '@/events/seals/head'
import { proveLeaves } from '@/events/seals/prove'
import { lastSeal } from '@/events/seals/store'
import { CSV_HEAD, csvEvent } from './csv'
import { jsonlEvent, jsonlHead } from './jsonl'

const CHUNK = 500

/** The formats that the audit itself writes. */
export type ExportFormat = Exclude<FormatoExportacion, 'xes'>

export interface AuditExport {
  readonly filter: AuditFilter
  readonly formato: ExportFormat
  /** No event after this position: what is exported stays the same while the log goes on. */
  readonly hasta: number
  /** A mark at the beginning by which Excel knows UTF-8. */
  readonly bom?: boolean
}

/** A part of an export, with the last position that was looked at. */
export interface ExportPart {
  readonly texto: string
  readonly eventos: number
  readonly posicion: number
}

/**
 * Exactly what a filter finds, the oldest first, in parts: whoever reads them sets the pace, and no more than one part
 * is ever in memory. Nothing for anybody but auditors and admins.
 */
export async function* exportAudit(
  db: Connection,
  viewer: Viewer,
  { filter, formato, hasta, bom = false }: AuditExport,
): AsyncGenerator<ExportPart> {
  // One head for all of the proofs: what it seals does not move while the export goes on.
  const cabeza = formato === 'jsonl' && seesAudit(viewer) ? await lastSeal(db) : null
  if (formato === 'csv') yield { texto: `${bom ? '\ufeff' : ''}${CSV_HEAD}`, eventos: 0, posicion: 0 }
  if (cabeza) yield { texto: jsonlHead(cabeza), eventos: 0, posicion: 0 }
  for (let cursor: AuditCursor | null = null, more = true; more; ) {
    const range = { sentido: 'adelante', cursor, tope: hasta, limite: CHUNK } as const
    const page = await searchAuditQuery(db, viewer, filter, range)
    cursor = page.siguiente
    more = cursor !== null
    const posicion = cursor?.posicion ?? hasta
    yield { texto: await written(db, formato, page.filas, cabeza), eventos: page.filas.length, posicion }
    // Calls on a file database never leave the event loop by themselves.
    await setImmediate()
  }
}

async function written(
  db: Connection,
  formato: ExportFormat,
  filas: readonly LogRow[],
  cabeza: Cabeza | null,
): Promise<string> {
  if (formato === 'csv') return (await readEntries(db, filas)).map(csvEvent).join('')
  const posiciones = filas.map(({ id }) => id)
  const pruebas = cabeza === null ? null : await proveLeaves(db, posiciones, cabeza)
  return filas.map((fila) => jsonlEvent(fila, pruebas?.get(fila.id))).join('')
}
