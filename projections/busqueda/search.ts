import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { Estado, Id, Prioridad } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { endingsQuery } from './endings'
import { inTexts, openWord, searchExpression } from './expression'
import { clientToken } from './project'

/** The marks that a snippet's found words stand between: no text holds them. */
export const FOUND = { begin: '\u0002', end: '\u0003' } as const

/** A document that was found, with the ticket that it belongs to. */
export const Hit = z.object({
  /** The position of the event that the text came with: the cursor of the next page. */
  documento: z.number(),
  ticketId: z.number(),
  titulo: z.string(),
  estado: Estado,
  prioridad: Prioridad,
  /** Where the words stand, each between FOUND's marks. */
  fragmento: z.string(),
  fecha: z.string(),
  esInterno: z.union([z.literal(0), z.literal(1)]).transform((flag) => flag === 1),
})
export type Hit = z.infer<typeof Hit>

export interface SearchPage {
  /** By recency the newest text first, by rank the best; a ticket may come up with several of its texts. */
  readonly hallazgos: readonly Hit[]
  /** What to go on after; null on the last page, and by rank always. */
  readonly siguiente: number | null
}

export const SearchOrder = z.enum(['recientes', 'relevancia'])
export type SearchOrder = z.infer<typeof SearchOrder>

const PAGE_SIZE = 25
/**
 * Ranking looks at the newest so many: the rank of all would take as long as there are texts. They are matched once: FTS5
 * gathers what begins with a prefix anew for each time that it is asked.
 */
const RANKED = 1000

const FIELDS = `t.id AS ticketId, t.titulo, t.estado, t.prioridad, i.fecha_creacion AS fecha, i.es_interno AS esInterno`
// -1: of whichever column the words are in; a dozen words around them.
const SNIPPET = `snippet(busqueda, -1, char(2), char(3), '…', 16) AS fragmento`

// As an integer, or FTS5 goes through all that is newer than the page: the driver binds numbers as REAL.
const search = (alcance: 'interno' | 'cliente', joins: string) => ({
  recientes: defineQuery({
    name: `busqueda.recientes.${alcance}`,
    roles: ['api_server'],
    sql: `SELECT b.documento, ${FIELDS}, b.fragmento FROM (
        SELECT rowid AS documento, ticket_id, ${SNIPPET} FROM busqueda
        WHERE busqueda MATCH :expresion AND rowid < CAST(:antes AS INTEGER) ORDER BY rowid DESC LIMIT :limite) b
      ${joins} ORDER BY b.documento DESC`,
    row: Hit,
  }),
  relevancia: defineQuery({
    name: `busqueda.relevancia.${alcance}`,
    roles: ['api_server'],
    sql: `SELECT b.documento, ${FIELDS}, b.fragmento FROM (
        SELECT * FROM (
          SELECT rowid AS documento, ticket_id, ${SNIPPET}, bm25(busqueda, 10.0, 1.0, 0.0) AS peso FROM busqueda
          WHERE busqueda MATCH :expresion ORDER BY rowid DESC LIMIT ${RANKED})
        ORDER BY peso, documento DESC LIMIT :limite) b
      ${joins} ORDER BY b.peso, b.documento DESC`,
    row: Hit,
  }),
})

const FOR_STAFF = search(
  'interno',
  'CROSS JOIN tickets t ON t.id = b.ticket_id CROSS JOIN linea_tiempo_interna i ON i.id = b.documento',
)
// The index finds nothing else for them; should it ever, the ticket's own row and their view leave it out.
const FOR_CLIENT = search(
  'cliente',
  `CROSS JOIN tickets t ON t.id = b.ticket_id AND t.usuario_id = :viewer
      CROSS JOIN linea_tiempo_cliente i ON i.id = b.documento`,
)

/**
 * Full-text search over what the viewer may read: for a client the right is a word of the index, so that what isn't
 * theirs is never even a candidate.
 * @param typed as a person typed it; see searchExpression
 * @param antes only texts before this position: where the last page ended
 */
export async function searchQuery(
  db: Connection,
  viewer: Viewer,
  typed: string,
  orden: SearchOrder = 'recientes',
  antes: number | null = null,
  limit = PAGE_SIZE,
): Promise<SearchPage> {
  const expresion = await readableExpression(db, viewer, typed)
  if (expresion === null) return { hallazgos: [], siguiente: null }
  const own = seesOnlyOwn(viewer)
  const limite = Math.min(Math.max(limit, 1), 100)
  const query = (own ? FOR_CLIENT : FOR_STAFF)[orden]
  const rows = await db.all(query, {
    expresion,
    limite: limite + 1,
    ...(own ? { viewer: viewer.id } : {}),
    ...(orden === 'recientes' ? { antes: antes ?? Number.MAX_SAFE_INTEGER } : {}),
  })
  const hallazgos = rows.slice(0, limite)
  const more = orden === 'recientes' && rows.length > limite
  return { hallazgos, siguiente: more ? (hallazgos.at(-1)?.documento ?? null) : null }
}

/**
 * What a person typed, as an expression that matches only what they may read.
 * @returns null where nothing is left to look for
 */
export async function readableExpression(
  db: Connection,
  viewer: Viewer,
  typed: string,
): Promise<string | null> {
  const begun = openWord(typed)
  const words = searchExpression(typed, begun === null ? [] : await endingsQuery(db, begun))
  if (words === null) return null
  const text = inTexts(words)
  return seesOnlyOwn(viewer) ? `acceso : "${clientToken(Id.parse(viewer.id))}" AND ${text}` : text
}
