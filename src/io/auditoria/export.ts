import { setImmediate } from 'node:timers/promises'
import { readEntries } from '@projections/auditoria/entries'
import type { AuditCursor, AuditFilter } from '@projections/auditoria/filter'
import type { LogRow } from '@projections/auditoria/log-row'
import { searchAuditQuery } from '@projections/auditoria/search'
import type { Connection } from '@/db/client'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import type { Viewer } from '@/domain/viewer'
import { CSV_HEAD, csvEvent } from './csv'
import { jsonlEvent } from './jsonl'

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
  if (formato === 'csv') yield { texto: `${bom ? '\ufeff' : ''}${CSV_HEAD}`, eventos: 0, posicion: 0 }
  for (let cursor: AuditCursor | null = null, more = true; more; ) {
    const range = { sentido: 'adelante', cursor, tope: hasta, limite: CHUNK } as const
    const page = await searchAuditQuery(db, viewer, filter, range)
    cursor = page.siguiente
    more = cursor !== null
    const posicion = cursor?.posicion ?? hasta
    yield { texto: await written(db, formato, page.filas), eventos: page.filas.length, posicion }
    // Calls on a file database never leave the event loop by themselves.
    await setImmediate()
  }
}

async function written(db: Connection, formato: ExportFormat, filas: readonly LogRow[]): Promise<string> {
  // The place for inclusion proofs: jsonlEvent takes one beside its row.
  if (formato === 'jsonl') return filas.map((fila) => jsonlEvent(fila)).join('')
  return (await readEntries(db, filas)).map(csvEvent).join('')
}
