import { searchExpression } from '@projections/busqueda/expression'
import type { Connection } from '@/db/client'
import type { Viewer } from '@/domain/viewer'
import { type AuditCursor, type AuditFilter, ordersByDate, seesAudit } from './filter'
import type { LogRow } from './log-row'
import { type Camino, COUNTS, LAST_UNTIL, STATEMENTS } from './statements'

const PAGE_SIZE = 50
/** How many entries of an index a page looks through for what the rest of the filter asks. */
export const SCAN = 10_000
/** And how many at first: where what is asked for is not rare, a page is full by then. */
const FIRST_SCAN = 500
/** Beyond so many, an index finds too many to be told from another. */
const COUNTED = 2000
const LAST = Number.MAX_SAFE_INTEGER
const END_OF_TIME = '9999-12-31T23:59:59.999Z'

export interface AuditPage {
  /** As they are stored: the newest first, or the oldest where that was asked for. */
  readonly filas: readonly LogRow[]
  /** What to go on after in the same direction; null at the end. */
  readonly siguiente: AuditCursor | null
  /** True where the page ends early, for it has looked through as much as a page may. */
  readonly interrumpida: boolean
}

export interface AuditRange {
  /** Towards what is older, or towards what is newer. */
  readonly sentido?: 'atras' | 'adelante'
  /** Where the page before ended. */
  readonly cursor?: AuditCursor | null
  /** No event after this position. */
  readonly tope?: number
  readonly limite?: number
  readonly escaneo?: number
}

const NOTHING: AuditPage = { filas: [], siguiente: null, interrumpida: false }

/**
 * One page of the whole log as a filter wants it; nothing for anybody but auditors and admins. It is read along the
 * index that finds the fewest, and looks through a bounded part of that: whatever the log's length, a page costs the same.
 */
export async function searchAuditQuery(
  db: Connection,
  viewer: Viewer,
  filter: AuditFilter,
  range: AuditRange = {},
): Promise<AuditPage> {
  if (!seesAudit(viewer)) return NOTHING
  // A blank ends the last word: beginnings of words would be looked for through all of the index.
  const expresion = filter.texto === null ? null : searchExpression(`${filter.texto} `)
  if (filter.texto !== null && expresion === null) return NOTHING
  const bounds = await boundsOf(db, filter, range)
  const camino = await chooseWay(db, filter, bounds)
  return await readPage(db, { camino, filter, expresion, bounds, range })
}

/** Between which ends, both left out. */
interface Bounds {
  readonly tras: number
  readonly ante: number
  readonly trasFecha: string
  readonly anteFecha: string
  readonly tope: number
}

async function boundsOf(db: Connection, filter: AuditFilter, range: AuditRange): Promise<Bounds> {
  const { tiempo, desde, hasta } = filter
  const recorded = tiempo === 'registro'
  const [from, until] = recorded
    ? await Promise.all([
        desde === null ? 0 : lastBefore(db, desde),
        hasta === null ? LAST : lastUntil(db, hasta),
      ])
    : [0, LAST]
  const tope = Math.min(until, range.tope ?? LAST)
  // A cursor of the other order is none: such an address was put together by hand.
  const cursor = range.cursor && (range.cursor.fecha !== null) === ordersByDate(filter) ? range.cursor : null
  const whole = ordersByDate(filter)
    ? { tras: 0, ante: LAST, trasFecha: desde ?? '', anteFecha: hasta ?? END_OF_TIME, tope }
    : { tras: from, ante: tope === LAST ? LAST : tope + 1, trasFecha: '', anteFecha: END_OF_TIME, tope }
  if (cursor === null) return whole
  const { posicion, fecha } = cursor
  return range.sentido === 'adelante'
    ? { ...whole, tras: fecha === null ? Math.max(posicion, from) : posicion, trasFecha: fecha ?? '' }
    : {
        ...whole,
        ante: fecha === null ? Math.min(posicion, whole.ante) : posicion,
        anteFecha: fecha ?? END_OF_TIME,
      }
}

async function lastUntil(db: Connection, instante: string): Promise<number> {
  return (await db.first(LAST_UNTIL, { instante }))?.posicion ?? 0
}

async function lastBefore(db: Connection, instante: string): Promise<number> {
  return await lastUntil(db, new Date(Date.parse(instante) - 1).toISOString())
}

/** The index that the page is read along: the one that finds the fewest of those that the filter has a use for. */
async function chooseWay(db: Connection, filter: AuditFilter, bounds: Bounds): Promise<Camino> {
  if (filter.texto !== null) return 'texto'
  if (filter.comando !== null) return 'comando'
  if (ordersByDate(filter)) return 'fecha'
  const { correlacion, ticket, cuenta, actor, tipo } = filter
  const values = { correlacion, ticket, cuenta, actor, tipo, interno: filter.interno === true ? 1 : null }
  const ways = (['correlacion', 'ticket', 'cuenta', 'actor', 'tipo', 'interno'] as const).filter(
    (way) => values[way] !== null,
  )
  const [only = 'registro', ...others] = ways
  if (others.length === 0) return only
  const counted = await Promise.all(
    ways.map(async (way) => {
      const { tras, ante } = bounds
      const value = way === 'interno' ? {} : { [way]: values[way] }
      const row = await db.first(COUNTS[way], { tras, ante, limite: COUNTED, ...value })
      return { way, entradas: row?.entradas ?? 0 }
    }),
  )
  return counted.reduce((best, one) => (one.entradas < best.entradas ? one : best)).way
}

interface Reading {
  readonly camino: Camino
  readonly filter: AuditFilter
  readonly expresion: string | null
  readonly bounds: Bounds
  readonly range: AuditRange
}

async function readPage(db: Connection, reading: Reading): Promise<AuditPage> {
  const { escaneo = SCAN } = reading.range
  const first = await readWithin(db, reading, Math.min(escaneo, FIRST_SCAN))
  return first.interrumpida && escaneo > FIRST_SCAN ? await readWithin(db, reading, escaneo) : first
}

async function readWithin(db: Connection, reading: Reading, escaneo: number): Promise<AuditPage> {
  const { camino, filter, range } = reading
  const { sentido = 'atras' } = range
  const limite = Math.min(Math.max(range.limite ?? PAGE_SIZE, 1), 1000)
  const statements = STATEMENTS.get(camino)?.[sentido]
  if (!statements) throw new Error(`no statements along ${camino}`)
  const ends = endsFor(reading)
  const reach = asksMore(camino, filter)
    ? await db.first(statements.alcance, { ...ends, ...pickFor(reading), escaneo })
    : null
  const cut = reach !== null && reach.entradas >= escaneo ? reach : null
  const until = cut ? cutAt(ends, sentido, cut) : ends
  const rows = await db.all(statements.pagina, {
    ...until,
    ...residuals(filter, camino),
    ...(camino === 'texto' ? { expresion: reading.expresion } : {}),
    tope: reading.bounds.tope,
    limite: limite + 1,
  })
  const filas = rows.slice(0, limite)
  const dated = ordersByDate(filter)
  const last = filas.at(-1)
  if (rows.length > limite && last)
    return {
      filas,
      siguiente: { posicion: last.id, fecha: dated ? last.fecha_creacion : null },
      interrumpida: false,
    }
  return { filas, siguiente: cut && { posicion: cut.posicion, fecha: cut.fecha }, interrumpida: cut !== null }
}

type Ends = Readonly<Record<string, string | number>>

function endsFor({ camino, bounds: { tras, ante, trasFecha, anteFecha } }: Reading): Ends {
  return camino === 'fecha' ? { tras, ante, trasFecha, anteFecha } : { tras, ante }
}

/** The ends, drawn in to the last entry that may be looked at. */
function cutAt(ends: Ends, sentido: 'atras' | 'adelante', at: AuditCursor): Ends {
  const dated = at.fecha !== null
  return sentido === 'atras'
    ? { ...ends, tras: at.posicion - 1, ...(dated ? { trasFecha: at.fecha ?? '' } : {}) }
    : { ...ends, ante: at.posicion + 1, ...(dated ? { anteFecha: at.fecha ?? '' } : {}) }
}

/** True where the way alone does not answer the filter. */
function asksMore(camino: Camino, filter: AuditFilter): boolean {
  const { tiempo, desde, hasta, interno } = filter
  const dates = tiempo === 'negocio' && camino !== 'fecha' && (desde !== null || hasta !== null)
  const asked = (['correlacion', 'ticket', 'cuenta', 'actor', 'tipo', 'comando'] as const).some(
    (name) => name !== camino && filter[name] !== null,
  )
  return dates || asked || (interno !== null && !(camino === 'interno' && interno))
}

/** What the way itself is picked by. */
function pickFor({ camino, filter, expresion }: Reading): Readonly<Record<string, string | number | null>> {
  switch (camino) {
    case 'registro':
    case 'fecha':
    case 'interno':
      return {}
    case 'texto':
      return { expresion }
    case 'comando':
    case 'correlacion':
    case 'ticket':
    case 'cuenta':
    case 'actor':
    case 'tipo':
      return { [camino]: filter[camino] }
  }
}

function residuals(filter: AuditFilter, camino: Camino) {
  const { correlacion, ticket, cuenta, actor, tipo, interno, comando, tiempo } = filter
  const dates = tiempo === 'negocio' && camino !== 'fecha'
  return {
    correlacion,
    ticket,
    cuenta,
    actor,
    tipo,
    comando,
    interno: interno === null ? null : interno ? 1 : 0,
    desde: dates ? filter.desde : null,
    hasta: dates ? filter.hasta : null,
  }
}
