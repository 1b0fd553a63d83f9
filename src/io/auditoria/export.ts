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
import type { ExportPart } from './part'
import { exportTraces } from './traces'

const CHUNK = 500

/** What each form of an export is called on its way. */
export const EXPORT_TYPES: Readonly<Record<FormatoExportacion, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
  xes: 'application/xml; charset=utf-8',
}

export interface AuditExport {
  readonly filter: AuditFilter
  readonly formato: FormatoExportacion
  /** No event after this position: what is exported stays the same while the log goes on. */
  readonly hasta: number
  /** A mark at the beginning by which Excel knows UTF-8. */
  readonly bom?: boolean
}

/**
 * Exactly what a filter finds, in parts, the oldest first, or as XES stream after stream: whoever reads them sets the pace, and no more than one part
 * is ever in memory. Nothing for anybody but auditors and admins.
 */
export async function* exportAudit(
  db: Connection,
  viewer: Viewer,
  { filter, formato, hasta, bom = false }: AuditExport,
): AsyncGenerator<ExportPart> {
  if (formato === 'xes') {
    yield* exportTraces(db, viewer, { filter, hasta })
    return
  }
  const part = (texto: string, eventos = 0, hecho = 0): ExportPart => {
    return { texto, eventos, hecho, total: hasta }
  }
  // One head for all of the proofs: what it seals does not move while the export goes on.
  const cabeza = formato === 'jsonl' && seesAudit(viewer) ? await lastSeal(db) : null
  if (formato === 'csv') yield part(`${bom ? '\ufeff' : ''}${CSV_HEAD}`)
  if (cabeza) yield part(jsonlHead(cabeza))
  for (let cursor: AuditCursor | null = null, more = true; more; ) {
    const range = { sentido: 'adelante', cursor, tope: hasta, limite: CHUNK } as const
    const page = await searchAuditQuery(db, viewer, filter, range)
    cursor = page.siguiente
    more = cursor !== null
    yield part(await written(db, formato, page.filas, cabeza), page.filas.length, cursor?.posicion ?? hasta)
    // Calls on a file database never leave the event loop by themselves.
    await setImmediate()
  }
}

async function written(
  db: Connection,
  formato: Exclude<FormatoExportacion, 'xes'>,
  filas: readonly LogRow[],
  cabeza: Cabeza | null,
): Promise<string> {
  if (formato === 'csv') return (await readEntries(db, filas)).map(csvEvent).join('')
  const posiciones = filas.map(({ id }) => id)
  const pruebas = cabeza === null ? null : await proveLeaves(db, posiciones, cabeza)
  return filas.map((fila) => jsonlEvent(fila, pruebas?.get(fila.id))).join('')
}
