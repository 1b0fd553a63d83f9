import { z } from 'zod'
import type { BatchItem, Connection } from '@/db/client'
import { insertJsonRows, JSON_ROWS } from '@/db/json-rows'
import { defineQuery, defineWrite } from '@/db/queries'
import { isCuentaEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { type CatchUpProjection, knownStreams, type ProjectedTable } from '../engine/projection'

const roles = ['projector', 'admin'] as const

const DOCUMENTOS: ProjectedTable = {
  table: 'busqueda',
  key: ['rowid'],
  columns: ['rowid', 'titulo', 'texto', 'acceso', 'ticket_id'],
}
const FICHAS_TABLE: ProjectedTable = {
  table: 'busqueda_tickets',
  key: ['ticket_id'],
  columns: ['ticket_id', 'usuario_id', 'documento', 'version'],
}

/** A ticket that has documents: whose it is, and which one holds its title. */
const Ficha = z.object({
  ticketId: z.number(),
  usuarioId: z.number(),
  documento: z.number(),
  version: z.number(),
})
type Ficha = z.infer<typeof Ficha>

const FICHAS = defineQuery({
  name: 'busqueda.fichas',
  roles,
  sql: `SELECT ticket_id AS ticketId, usuario_id AS usuarioId, documento, version FROM busqueda_tickets
    WHERE ticket_id IN (SELECT value FROM json_each(?1))`,
  row: Ficha,
})

/** A text that can be found: a ticket's title and description, or one comment. */
const Documento = z.object({ id: z.number(), titulo: z.string(), texto: z.string() })
type Documento = z.infer<typeof Documento>

const TITULARES = defineQuery({
  name: 'busqueda.titulares',
  roles,
  sql: 'SELECT rowid AS id, titulo, texto FROM busqueda WHERE rowid IN (SELECT value FROM json_each(?1))',
  row: Documento,
})

const INSERT = defineWrite({
  name: 'busqueda.insertar',
  roles,
  sql: insertJsonRows('busqueda', DOCUMENTOS.columns),
})

const EDIT = defineWrite({
  name: 'busqueda.editar',
  roles,
  sql: `${JSON_ROWS} UPDATE busqueda SET titulo = e.value ->> 1, texto = e.value ->> 2 FROM e
    WHERE busqueda.rowid = e.value ->> 0`,
})

const PUT_FICHAS = defineWrite({
  name: 'busqueda.fichas.guardar',
  roles,
  sql: insertJsonRows(
    'busqueda_tickets',
    FICHAS_TABLE.columns,
    '(ticket_id) DO UPDATE SET version = excluded.version',
  ),
})

/**
 * What can be searched: each ticket's title and description, and each comment, as a document of its own under the
 * position of its event. Who may read one is an indexed word of it: `c7`, client 7; `interno`, those who work on tickets.
 */
export const busqueda: CatchUpProjection = {
  nombre: 'busqueda',
  version: 1,
  tables: [DOCUMENTOS, FICHAS_TABLE],
  prepare,
}

type NewDocument = readonly [id: number, titulo: string, texto: string, acceso: string, ticketId: number]

interface Work {
  readonly fichas: Map<number, Ficha>
  readonly documents: Map<number, NewDocument>
  /** Titles that were indexed before, with what they become. */
  readonly edited: Map<number, Documento>
}

async function prepare(db: Connection, events: readonly Recorded[]): Promise<readonly BatchItem[]> {
  const work = await load(db, events)
  const touched = new Set<number>()
  for (const event of events) {
    if (isCuentaEvent(event)) continue
    touched.add(event.sobre.sujeto.id)
    apply(work, event)
  }
  const items: BatchItem[] = []
  const put = (statement: BatchItem['statement'], rows: readonly unknown[]) => {
    if (rows.length > 0) items.push({ statement, args: [JSON.stringify(rows)] })
  }
  put(
    EDIT,
    [...work.edited.values()].map(({ id, titulo, texto }) => [id, titulo, texto]),
  )
  // FTS5 writes a segment out whenever a row comes before the last one.
  put(
    INSERT,
    [...work.documents.values()].sort(([a], [b]) => a - b),
  )
  const fichas = [...work.fichas.values()].filter(({ ticketId }) => touched.has(ticketId))
  put(
    PUT_FICHAS,
    fichas.map((f) => [f.ticketId, f.usuarioId, f.documento, f.version]),
  )
  return items
}

async function load(db: Connection, events: readonly Recorded[]): Promise<Work> {
  const known = knownStreams(events, 'ticket')
  const rows = known.length === 0 ? [] : await db.all(FICHAS, [JSON.stringify(known)])
  const fichas = new Map(rows.map((ficha) => [ficha.ticketId, ficha]))
  const renamed = new Set(events.flatMap(({ tipo, sobre }) => (tipo === 'edicion' ? [sobre.sujeto.id] : [])))
  const ids = rows.flatMap(({ ticketId, documento }) => (renamed.has(ticketId) ? [documento] : []))
  const titles = ids.length === 0 ? [] : await db.all(TITULARES, [JSON.stringify(ids)])
  return { fichas, documents: new Map(), edited: new Map(titles.map((title) => [title.id, title])) }
}

function apply({ fichas, documents, edited }: Work, event: Recorded<TicketEvent>): void {
  const { posicion, sujeto, version } = event.sobre
  const ficha = fichas.get(sujeto.id)
  if (version !== (ficha?.version ?? 0) + 1)
    throw new Error(`ticket ${sujeto.id}: version ${version} where ${(ficha?.version ?? 0) + 1} is next`)
  if (event.tipo === 'creacion') {
    const { titulo, descripcion } = event.contenido ?? { titulo: '', descripcion: '' }
    const usuarioId = event.datos.solicitanteId
    fichas.set(sujeto.id, { ticketId: sujeto.id, usuarioId, documento: posicion, version })
    documents.set(posicion, [posicion, titulo, descripcion, clientToken(usuarioId), sujeto.id])
    return
  }
  if (!ficha) throw new Error(`ticket ${sujeto.id} begins with ${event.tipo}`)
  fichas.set(sujeto.id, { ...ficha, version })
  if (event.tipo === 'comentario' && event.contenido !== null) {
    const acceso = event.sobre.esInterno ? INTERNAL_TOKEN : clientToken(ficha.usuarioId)
    documents.set(posicion, [posicion, '', event.contenido, acceso, sujeto.id])
  }
  if (event.tipo === 'edicion') edit(documents, edited, ficha.documento, event)
}

function edit(
  documents: Map<number, NewDocument>,
  edited: Map<number, Documento>,
  documento: number,
  { datos, contenido }: Extract<TicketEvent, { tipo: 'edicion' }>,
): void {
  // What was erased can't be found any more.
  const text = (campo: 'titulo' | 'descripcion', old: string) =>
    datos.campos.includes(campo) ? (contenido?.[campo]?.a ?? '') : old
  const fresh = documents.get(documento)
  const old = edited.get(documento)
  if (fresh) {
    const [id, titulo, texto, acceso, ticketId] = fresh
    documents.set(id, [id, text('titulo', titulo), text('descripcion', texto), acceso, ticketId])
  } else if (old) {
    edited.set(documento, {
      ...old,
      titulo: text('titulo', old.titulo),
      texto: text('descripcion', old.texto),
    })
  }
}

/** The word under which those who work on tickets find internal notes. */
const INTERNAL_TOKEN = 'interno'

/** The word under which a client finds what is theirs to read. */
export function clientToken(cuentaId: number): string {
  return `c${cuentaId}`
}
