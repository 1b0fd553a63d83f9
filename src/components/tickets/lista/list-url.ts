import { awaitedIn, type Cursor, ESPERADOS, orderFor, TicketFilter } from '@projections/tickets/list'
import { isByWait, ORDENES_DE_BUSQUEDA, type Orden } from '@projections/tickets/list-shapes'
import type { Route } from 'next'
import { z } from 'zod'
import {
  type MomentProblem,
  type Param,
  type PastMoment,
  readMoment,
} from '@/components/tickets/tiempo/moment-url'
import { lineText } from '@/domain/text'
import { Estado, Id, Prioridad } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** What the list's URL asks for. */
export interface ListRequest {
  readonly filter: TicketFilter
  readonly cursor: Cursor | null
  /** The moment of the past that the list is asked for as of, or why it can't be; null for now. */
  readonly momento: PastMoment | MomentProblem | null
}

const digits = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)

// A value that makes no sense is as good as none: an old or mistyped address still shows a list.
const Params = z.object({
  estado: Estado.nullable().catch(null),
  prioridad: Prioridad.nullable().catch(null),
  asignado: z
    .union([z.literal('nadie'), digits.pipe(Id)])
    .nullable()
    .catch(null),
  espera: z.enum(ESPERADOS).nullable().catch(null),
  texto: lineText(1, 100).nullable().catch(null),
  solicitante: digits.pipe(Id).nullable().catch(null),
  orden: z.enum(ORDENES_DE_BUSQUEDA).catch('actualizacion'),
  desde: z
    .string()
    .regex(/^\d{1,15}_.{1,40}$/)
    .nullable()
    .catch(null),
})

/**
 * Reads the list's URL; what a client may not ask for is left out, and so is what a list of the past can't be
 * narrowed down or sorted by.
 * @param now in milliseconds
 */
export function readListUrl(
  params: Readonly<Record<string, Param>>,
  viewer: Viewer,
  now: number,
): ListRequest {
  const { desde, ...rest } = Params.parse(params)
  const own = seesOnlyOwn(viewer)
  const orden = orderFor(rest, own)
  const momento = readMoment(params.momento, now)
  const filter = TicketFilter.parse({
    ...rest,
    orden,
    espera: awaitedIn(rest.espera, orden),
    ...(own && { asignado: null, espera: null, solicitante: null }),
    ...(momento !== null && { texto: null, espera: null, solicitante: null, orden: 'actualizacion' }),
  })
  return { filter, cursor: desde === null ? null : readCursor(desde, filter), momento }
}

/** Where a list begins, and when it is from. */
interface ListPlace {
  readonly cursor?: Cursor | null
  readonly momento?: PastMoment | null
}

/** The address of a list: only what differs from the plain one is written out. */
export function listUrl(filter: Partial<TicketFilter>, { cursor, momento }: ListPlace = {}): Route {
  const query = new URLSearchParams()
  const { estado, prioridad, asignado, espera, texto, solicitante, orden } = filter
  for (const [name, value] of Object.entries({ estado, prioridad, asignado, espera, texto, solicitante })) {
    if (value !== null && value !== undefined) query.set(name, String(value))
  }
  if (orden !== undefined && orden !== 'actualizacion') query.set('orden', orden)
  if (momento) query.set('momento', momento.texto)
  if (cursor) query.set('desde', `${cursor.id}_${cursor.clave}`)
  return query.size === 0 ? '/tickets' : `/tickets?${query}`
}

/**
 * The address of a list that keeps nothing of its filters but what is named; of its order, what narrows nothing down
 * either and can be had without the rest.
 */
export function unfilteredUrl(kept: Partial<TicketFilter>, momento: PastMoment | null = null): Route {
  const { orden = 'actualizacion', texto = null } = kept
  const plain = isByWait(orden) ? 'actualizacion' : orderFor({ orden, texto }, false)
  return listUrl({ ...kept, orden: plain }, { momento })
}

/** True where anything narrows the list down. */
export function isFiltered({
  estado,
  prioridad,
  asignado,
  espera,
  texto,
  solicitante,
}: TicketFilter): boolean {
  return [estado, prioridad, asignado, espera, texto, solicitante].some((value) => value !== null)
}

/** What a cursor's key looks like, where it is not a time: the rank among what was found, or the priority first. */
const KEYS: Partial<Record<Orden, RegExp>> = {
  relevancia: /^\d{4}$/,
  prioridad: /^[1-4]\|\d{4}-\d\d-\d\dT/,
  prioridad_baja: /^[1-4]\|\d{4}-\d\d-\d\dT/,
}

/** A cursor of another order is none: whoever changes the order begins at the first page. */
function readCursor(desde: string, { orden }: TicketFilter): Cursor | null {
  const at = desde.indexOf('_')
  const raw = desde.slice(at + 1)
  const id = Id.safeParse(Number(desde.slice(0, at)))
  const sensible = (KEYS[orden] ?? /^\d{4}-\d\d-\d\dT/).test(raw)
  return id.success && sensible ? { clave: raw, id: id.data } : null
}
