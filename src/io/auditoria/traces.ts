import { setImmediate } from 'node:timers/promises'
import { type AuditEntry, readEntries } from '@projections/auditoria/entries'
import { type AuditFilter, seesAudit } from '@projections/auditoria/filter'
import { auditEventsQuery, searchKeysQuery } from '@projections/auditoria/search'
import type { Connection } from '@/db/client'
import type { Viewer } from '@/domain/viewer'
import type { ExportPart } from './part'
import { inStreams, type Place } from './streams'
import { auditLogHead, auditTraceHead, LOG_END, TRACE_END } from './xes'
import { auditEventXml } from './xes-event'

const CHUNK = 500
const PAGE = 1000

export interface TracesWanted {
  readonly filter: AuditFilter
  readonly hasta: number
  /** How many events are held by their places; see inStreams. */
  readonly room?: number
}

/**
 * What a filter finds as XES: a trace for each ticket and account, in it its events that the filter lets through, in the
 * log's order. One chunk of events is in memory, and the places of a bounded number of them.
 */
export async function* exportTraces(
  db: Connection,
  viewer: Viewer,
  { filter, hasta, room }: TracesWanted,
): AsyncGenerator<ExportPart> {
  if (!seesAudit(viewer)) return
  let [total, hecho] = [hasta, 0]
  const part = (texto: string, eventos = 0): ExportPart => {
    hecho += eventos
    return { texto, eventos, hecho, total }
  }
  yield part(auditLogHead(filter, hasta))
  const places = inStreams({
    find: (cursor) =>
      searchKeysQuery(db, viewer, filter, { sentido: 'adelante', cursor, tope: hasta, limite: PAGE }),
    onFound: (found) => {
      total = found
    },
    ...(room === undefined ? {} : { room }),
  })
  let open: number | null = null
  for await (const chunk of inChunks(places)) {
    const texts: string[] = []
    for (const { flujo, entry } of await readPlaces(db, viewer, chunk)) {
      if (flujo !== open)
        texts.push(open === null ? '' : TRACE_END, auditTraceHead(entry.evento.sobre.sujeto))
      texts.push(auditEventXml(entry))
      open = flujo
    }
    yield part(texts.join(''), chunk.length)
    await setImmediate()
  }
  yield part(`${open === null ? '' : TRACE_END}${LOG_END}`)
}

async function readPlaces(
  db: Connection,
  viewer: Viewer,
  places: readonly Place[],
): Promise<{ readonly flujo: number; readonly entry: AuditEntry }[]> {
  const filas = await auditEventsQuery(
    db,
    viewer,
    places.map(({ posicion }) => posicion),
  )
  const entries = new Map((await readEntries(db, filas)).map((entry) => [entry.fila.id, entry]))
  return places.map(({ flujo, posicion }) => {
    const entry = entries.get(posicion)
    if (!entry) throw new Error(`event ${posicion} is in the index and not in the log`)
    return { flujo, entry }
  })
}

async function* inChunks(pieces: AsyncIterable<readonly Place[]>): AsyncGenerator<readonly Place[]> {
  let held: Place[] = []
  for await (const piece of pieces)
    for (const place of piece) {
      held.push(place)
      if (held.length < CHUNK) continue
      yield held
      held = []
    }
  if (held.length > 0) yield held
}
