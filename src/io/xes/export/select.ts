import { z } from 'zod'
import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import { type Estado, type Prioridad, Rol } from '@/domain/values'
import { EVENT_COLUMNS, StoredEvent } from '@/events/stored'

/** Which tickets are exported: all that every given part fits. */
export interface Selection {
  /** None: whichever. */
  readonly ids: readonly number[]
  readonly estado: Estado | null
  readonly prioridad: Prioridad | null
  /** An account's id, or `nadie`. */
  readonly asignado: number | 'nadie' | null
  readonly solicitante: number | null
  /** Business creation: from this instant on, and before that one. */
  readonly desde: string | null
  readonly hasta: string | null
  /** Part of the title. */
  readonly texto: string | null
}

const TICKETS_PAGE = 200
const EVENTS_PAGE = 500
const roles = ['admin'] as const

const SELECTED = `(json_array_length(:ids) = 0 OR t.id IN (SELECT value FROM json_each(:ids)))
    AND (:estado = '' OR t.estado = :estado) AND (:prioridad = '' OR t.prioridad = :prioridad)
    AND (:asignado = '' OR t.asignado_a IS nullif(:asignado, 'nadie') + 0)
    AND (:solicitante = 0 OR t.usuario_id = :solicitante)
    AND t.fecha_creacion >= :desde AND (:hasta = '' OR t.fecha_creacion < :hasta)
    AND (:texto = '' OR t.titulo LIKE :texto ESCAPE '\\')`

const TICKETS = defineQuery({
  name: 'exportacion.tickets',
  roles,
  sql: `SELECT t.id FROM tickets t WHERE t.id > :despues AND ${SELECTED} ORDER BY t.id LIMIT ${TICKETS_PAGE}`,
  row: z.object({ id: z.number() }),
})

const TOTAL = defineQuery({
  name: 'exportacion.total',
  roles,
  sql: `SELECT count(*) AS total, (SELECT coalesce(max(id), 0) FROM interacciones) AS posicion
    FROM tickets t WHERE ${SELECTED}`,
  row: z.object({ total: z.number(), posicion: z.number() }),
})

const events = (name: string, view: string) =>
  defineQuery({
    name,
    roles,
    sql: `SELECT ${EVENT_COLUMNS} FROM ${view}
      WHERE ticket_id = :id AND version > :despues AND id <= :posicion ORDER BY version LIMIT ${EVENTS_PAGE}`,
    row: StoredEvent,
  })
const ALL_EVENTS = events('exportacion.interna', 'linea_tiempo_interna')
const CLIENT_EVENTS = events('exportacion.cliente', 'linea_tiempo_cliente')

const ACCOUNTS = defineQuery({
  name: 'exportacion.cuentas',
  roles,
  sql: `SELECT id, email, nombre, rol, activo FROM usuarios WHERE id IN (SELECT value FROM json_each(?1))`,
  row: z.object({
    id: z.number(),
    email: z.string(),
    nombre: z.string(),
    rol: Rol,
    activo: z.number().transform((flag) => flag === 1),
  }),
})
export type ExportedAccount = z.infer<(typeof ACCOUNTS)['row']>

function argsOf(selection: Selection) {
  const { ids, estado, prioridad, asignado, solicitante, desde, hasta, texto } = selection
  return {
    ids: JSON.stringify(ids),
    estado: estado ?? '',
    prioridad: prioridad ?? '',
    asignado: asignado === null ? '' : String(asignado),
    solicitante: solicitante ?? 0,
    desde: desde ?? '',
    hasta: hasta ?? '',
    texto: texto === null ? '' : `%${texto.replace(/[\\%_]/g, '\\$&')}%`,
  }
}

/** How many tickets there are to export, and the log's position: what comes after it is left out. */
export async function countSelected(db: Connection, selection: Selection) {
  return (await db.first(TOTAL, argsOf(selection))) ?? { total: 0, posicion: 0 }
}

/** The ids of the selected tickets, in pages. */
export async function* selectTickets(db: Connection, selection: Selection): AsyncGenerator<number> {
  for (let despues = 0; ; ) {
    const page = await db.all(TICKETS, { ...argsOf(selection), despues })
    for (const { id } of page) yield id
    despues = page.at(-1)?.id ?? 0
    if (page.length < TICKETS_PAGE) return
  }
}

/** A ticket's events up to a position, in pages; those that a client may see alone, where internal ones are left out. */
export async function* selectEvents(
  db: Connection,
  ticketId: number,
  posicion: number,
  sinInternos: boolean,
): AsyncGenerator<readonly StoredEvent[]> {
  const query = sinInternos ? CLIENT_EVENTS : ALL_EVENTS
  for (let despues = 0; ; ) {
    const page = await db.all(query, { id: ticketId, despues, posicion })
    if (page.length > 0) yield page
    despues = page.at(-1)?.version ?? 0
    if (page.length < EVENTS_PAGE) return
  }
}

/** Accounts by their ids. */
export async function selectAccounts(db: Connection, ids: readonly number[]): Promise<ExportedAccount[]> {
  return await db.all(ACCOUNTS, [JSON.stringify(ids)])
}
