import { createClient } from '@libsql/client'
import { type AuditCursor, AuditFilter, EVENT_KINDS } from '@projections/auditoria/filter'
import { LogRow } from '@projections/auditoria/log-row'
import { type AuditRange, searchAuditQuery } from '@projections/auditoria/search'
import fc from 'fast-check'
import type { z } from 'zod'
import type { FormatoExportacion } from '@/domain/cuenta/consulta'
import type { Viewer } from '@/domain/viewer'
import { kindOf } from '@/events/codec'
import { exportAudit } from '@/io/auditoria/export'
import type { TestSystem } from './system'

export const AUDITOR: Viewer = { id: 6, rol: 'auditor' }

/** The log's rows with every column, read by a client of its own. */
export async function readWholeLog(system: TestSystem): Promise<LogRow[]> {
  const raw = createClient({ url: `file:${system.file}` })
  const { rows } = await raw.execute('SELECT * FROM interacciones ORDER BY id')
  raw.close()
  return rows.map((row) => LogRow.parse(row))
}

/** What a filter means, in plain words: the events of the log that it lets through, the newest first. */
export function naiveSearch(log: readonly LogRow[], filter: AuditFilter): LogRow[] {
  const { texto, desde, hasta, tiempo } = filter
  const dateOf = (row: LogRow) => (tiempo === 'negocio' ? row.fecha_creacion : row.fecha_registro)
  const found = log.filter(
    (row) =>
      (filter.actor === null || row.usuario_id === filter.actor) &&
      (filter.ticket === null || row.ticket_id === filter.ticket) &&
      (filter.cuenta === null || row.cuenta_id === filter.cuenta) &&
      (filter.tipo === null || kindOf(row.tipo, row.metadata) === filter.tipo) &&
      (filter.interno === null || (row.es_interno === 1) === filter.interno) &&
      (filter.comando === null || row.comando_id === filter.comando) &&
      (filter.correlacion === null || row.correlacion_id === filter.correlacion) &&
      (texto === null || (row.tipo === 'comentario' && row.contenido?.split(' ').includes(texto) === true)) &&
      (desde === null || dateOf(row) >= desde) &&
      (hasta === null || dateOf(row) <= hasta),
  )
  return found.toSorted((a, b) => b.id - a.id)
}

/** Every page of a filter in one direction, one after the other. */
export async function readPages(
  system: TestSystem,
  filter: z.input<typeof AuditFilter>,
  range: AuditRange = {},
  viewer: Viewer = AUDITOR,
): Promise<LogRow[][]> {
  const db = system.runtime.db.as('api_server')
  const pages: LogRow[][] = []
  for (let cursor: AuditCursor | null = range.cursor ?? null; ; ) {
    const page = await searchAuditQuery(db, viewer, AuditFilter.parse(filter), { ...range, cursor })
    pages.push([...page.filas])
    cursor = page.siguiente
    if (cursor === null || pages.length > 500) return pages
  }
}

// Most conditions are left out: all of them at once would find nothing.
const nullable = <T>(of: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: of })

/** Filters over what a log holds, most with several conditions at once. */
export function filtersOver(
  log: readonly LogRow[],
  { moments, words }: { readonly moments: fc.Arbitrary<string>; readonly words: readonly string[] },
): fc.Arbitrary<z.input<typeof AuditFilter>> {
  const recorded = fc.constantFrom(...log.map((row) => row.fecha_registro))
  const moment = nullable(fc.oneof(moments, recorded))
  return fc.record({
    actor: nullable(fc.constantFrom(1, 2, 4, 5, 9)),
    ticket: nullable(fc.integer({ min: 1, max: 13 })),
    cuenta: nullable(fc.constantFrom(1, 2, 4)),
    tipo: nullable(fc.constantFrom(...EVENT_KINDS)),
    interno: nullable(fc.boolean()),
    texto: nullable(fc.constantFrom(...words)),
    tiempo: fc.constantFrom('negocio' as const, 'registro' as const),
    desde: moment,
    hasta: moment,
    comando: nullable(fc.constantFrom(...log.map((row) => row.comando_id))),
    correlacion: nullable(fc.constantFrom(...log.map((row) => row.correlacion_id))),
  })
}

/** An export as one text. */
export async function exportedText(
  { runtime }: TestSystem,
  filter: z.input<typeof AuditFilter>,
  formato: FormatoExportacion,
  { viewer = AUDITOR, hasta = 106, bom = false }: { viewer?: Viewer; hasta?: number; bom?: boolean } = {},
): Promise<string> {
  const db = runtime.db.as('api_server')
  const wanted = { filter: AuditFilter.parse(filter), formato, hasta, bom }
  let text = ''
  for await (const { texto } of exportAudit(db, viewer, wanted)) text += texto
  return text
}
