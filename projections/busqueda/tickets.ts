import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { readableExpression } from './search'

/** So many texts, the newest, are looked at: sorting and filtering all of a common word would take as long as there are. */
export const LOOKED_AT = 1000

const Finding = z.object({ ticketId: z.number(), documento: z.number() })

const FIND = {
  recientes: defineQuery({
    name: 'busqueda.tickets.recientes',
    roles: ['api_server'],
    sql: `SELECT ticket_id AS ticketId, rowid AS documento FROM busqueda
      WHERE busqueda MATCH :expresion ORDER BY rowid DESC LIMIT ${LOOKED_AT + 1}`,
    row: Finding,
  }),
  relevancia: defineQuery({
    name: 'busqueda.tickets.relevancia',
    roles: ['api_server'],
    sql: `SELECT ticketId, documento FROM (
        SELECT ticket_id AS ticketId, rowid AS documento, bm25(busqueda, 10.0, 1.0, 0.0) AS peso FROM busqueda
        WHERE busqueda MATCH :expresion ORDER BY rowid DESC LIMIT ${LOOKED_AT + 1})
      ORDER BY peso, documento DESC`,
    row: Finding,
  }),
} as const

/** The tickets that hold what was looked for, each with one text that does. */
export interface FoundTickets {
  /** Ticket to document, the best or the newest first. */
  readonly documentos: ReadonlyMap<number, number>
  /** True where there are more texts than are looked at: older tickets may be missing. */
  readonly hayMas: boolean
}

/**
 * Which tickets what a person typed is found in, among the newest texts that they may read.
 * @param byRank the best first, by BM25 with titles ten times the weight; otherwise the newest
 */
export async function findTicketsQuery(
  db: Connection,
  viewer: Viewer,
  typed: string,
  byRank: boolean,
): Promise<FoundTickets> {
  const expresion = await readableExpression(db, viewer, typed)
  if (expresion === null) return { documentos: new Map(), hayMas: false }
  const rows = await db.all(FIND[byRank ? 'relevancia' : 'recientes'], { expresion })
  const documentos = new Map<number, number>()
  for (const { ticketId, documento } of rows.slice(0, LOOKED_AT))
    if (!documentos.has(ticketId)) documentos.set(ticketId, documento)
  return { documentos, hayMas: rows.length > LOOKED_AT }
}

/** Where on a ticket the words stand; in its title and in one of its texts, each between FOUND's marks. */
const Fragment = z.object({
  ticketId: z.number(),
  /** The title as it is indexed; null where the words are not in its document, or it is older than all that is shown. */
  titulo: z.string().nullable(),
  texto: z.string().nullable(),
  lugar: z.enum(['descripcion', 'comentario', 'nota']),
})
export type Fragment = z.infer<typeof Fragment>

// One pass over the newest texts: a MATCH for each row would go through the word's whole list each time.
const fragments = (alcance: 'interno' | 'cliente', joins: string) =>
  defineQuery({
    name: `busqueda.fragmentos.${alcance}`,
    roles: ['api_server'],
    sql: `WITH pedidos AS MATERIALIZED (
        SELECT f.ticket_id, f.documento AS titular, e.value ->> 1 AS documento
        FROM json_each(:hallados) e CROSS JOIN busqueda_tickets f ON f.ticket_id = e.value ->> 0),
      marcas AS MATERIALIZED (
        SELECT rowid AS documento, highlight(busqueda, 0, char(2), char(3)) AS titulo,
          snippet(busqueda, 1, char(2), char(3), '…', 24) AS texto
        FROM busqueda WHERE busqueda MATCH :expresion AND rowid >= CAST(:desde AS INTEGER)
          AND +rowid IN (SELECT documento FROM pedidos UNION SELECT titular FROM pedidos))
      SELECT f.ticket_id AS ticketId, (SELECT titulo FROM marcas m WHERE m.documento = f.titular) AS titulo,
        (SELECT texto FROM marcas m WHERE m.documento = f.documento) AS texto,
        CASE WHEN i.es_interno = 1 THEN 'nota' WHEN i.id = f.titular THEN 'descripcion' ELSE 'comentario' END AS lugar
      FROM pedidos f ${joins}`,
    row: Fragment,
  })

const FOR_STAFF = fragments(
  'interno',
  'CROSS JOIN linea_tiempo_interna i ON i.id = f.documento AND i.ticket_id = f.ticket_id',
)
const FOR_CLIENT = fragments(
  'cliente',
  `CROSS JOIN tickets t ON t.id = f.ticket_id AND t.usuario_id = :viewer
      CROSS JOIN linea_tiempo_cliente i ON i.id = f.documento AND i.ticket_id = f.ticket_id`,
)

/**
 * What of the found texts is worth showing, by ticket.
 * @param found of the same viewer and text; only the given tickets are looked up
 */
export async function fragmentsQuery(
  db: Connection,
  viewer: Viewer,
  typed: string,
  found: FoundTickets,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, Fragment>> {
  const expresion = await readableExpression(db, viewer, typed)
  if (expresion === null || ticketIds.length === 0) return new Map()
  const own = seesOnlyOwn(viewer)
  const wanted = ticketIds.map((id) => [id, found.documentos.get(id) ?? 0] as const)
  const rows = await db.all(own ? FOR_CLIENT : FOR_STAFF, {
    expresion,
    hallados: JSON.stringify(wanted),
    desde: Math.min(...wanted.map(([, documento]) => documento)),
    ...(own && { viewer: viewer.id }),
  })
  return new Map(rows.map((row) => [row.ticketId, row]))
}
