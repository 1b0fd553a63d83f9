import { z } from 'zod'
import type { Connection } from '@/db/client'
import { lineText } from '@/domain/text'
import { ESPERAS, Estado, Id, Prioridad } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'
import { type FoundTickets, findTicketsQuery } from '../busqueda/tickets'
import {
  isByWait,
  type ListArgs,
  type ListShape,
  listStatement,
  ORDENES_DE_BUSQUEDA,
  type Orden,
  type TicketSummary,
} from './list-shapes'

/** Whom a ticket may wait for, as filters say it: a side, or either, which is every ticket that is not closed. */
export const ESPERADOS = [...ESPERAS, 'alguien'] as const

/** What a list may be filtered and sorted by, as it stands in the URL. */
export const TicketFilter = z.object({
  estado: Estado.nullable().default(null),
  prioridad: Prioridad.nullable().default(null),
  /** An account's id, `nadie`, or null for everybody's. */
  asignado: z
    .union([Id, z.literal('nadie')])
    .nullable()
    .default(null),
  /** Whom it waits for; staff's alone, and of now. */
  espera: z.enum(ESPERADOS).nullable().default(null),
  /** Words to be found in what the viewer may read of a ticket. */
  texto: lineText(1, 100).nullable().default(null),
  /** Whose tickets; for staff. */
  solicitante: Id.nullable().default(null),
  orden: z.enum(ORDENES_DE_BUSQUEDA).default('actualizacion'),
})
export type TicketFilter = z.infer<typeof TicketFilter>

/** Where a page begins: after the row with this sort value and id. */
export const Cursor = z.object({ clave: z.string().max(40), id: Id })
export type Cursor = z.infer<typeof Cursor>

export interface TicketPage {
  readonly tickets: readonly TicketSummary[]
  /** The next page's cursor; null on the last. */
  readonly siguiente: Cursor | null
}

interface FoundPage extends TicketPage {
  /** Where the filter's text was found; null without one. */
  readonly hallados: FoundTickets | null
}

/** Whom a list of an order is narrowed down to: the wait is compared within one side alone. */
export function awaitedIn(espera: TicketFilter['espera'], orden: Orden): TicketFilter['espera'] {
  return isByWait(orden) && espera !== 'cliente' ? 'equipo' : espera
}

/**
 * The order that a list can have: by relevance only what is searched for, by the wait no client's.
 * @param own true for those who see only their own
 */
export function orderFor(
  { orden, texto }: { readonly orden: Orden; readonly texto: string | null },
  own: boolean,
): Orden {
  const possible = orden === 'relevancia' ? texto !== null : !(own && isByWait(orden))
  return possible ? orden : 'actualizacion'
}

const PAGE_SIZE = 50

/**
 * One keyset page of the tickets that the viewer may see.
 * @param limit 1 to 100 rows
 */
export async function listTicketsQuery(
  db: Connection,
  viewer: Viewer,
  filter: TicketFilter,
  cursor: Cursor | null = null,
  limit = PAGE_SIZE,
): Promise<FoundPage> {
  const { texto } = filter
  const own = seesOnlyOwn(viewer)
  const orden = orderFor(filter, own)
  const espera = own ? null : awaitedIn(filter.espera, orden)
  const hallados = texto === null ? null : await findTicketsQuery(db, viewer, texto, orden === 'relevancia')
  const shape: ListShape = {
    alcance: own ? 'cliente' : 'interno',
    orden,
    estado: filter.estado !== null,
    prioridad: filter.prioridad !== null,
    asignado: filter.asignado === null ? 'todos' : filter.asignado === 'nadie' ? 'nadie' : 'cuenta',
    espera: espera !== null,
    texto: hallados !== null,
    // A client's list is their own, whatever the filter says.
    solicitante: filter.solicitante !== null && !own,
    siguiente: cursor !== null,
  }
  const { query, uses } = listStatement(shape)
  const args: ListArgs = {
    viewer: viewer.id,
    estado: filter.estado ?? '',
    prioridad: filter.prioridad ?? '',
    asignado: typeof filter.asignado === 'number' ? filter.asignado : 0,
    espera: espera === 'alguien' ? ESPERAS.join(' ') : (espera ?? ''),
    hallados: JSON.stringify([...(hallados?.documentos.keys() ?? [])]),
    solicitante: filter.solicitante ?? 0,
    clave: cursor?.clave ?? '',
    id: cursor?.id ?? 0,
    limite: Math.min(Math.max(limit, 1), 100) + 1,
  }
  const rows = await db.all(query, Object.fromEntries(uses.map((name) => [name, args[name]])))
  const tickets = rows.slice(0, args.limite - 1)
  const last = tickets.at(-1)
  return {
    tickets,
    siguiente: rows.length > tickets.length && last ? { clave: last.clave, id: last.id } : null,
    hallados,
  }
}
