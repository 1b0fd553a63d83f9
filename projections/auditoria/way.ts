import type { Connection } from '@/db/client'
import { type AuditFilter, ordersByDate } from './filter'
import { type Camino, COUNTS } from './statements'

/** Beyond so many, an index finds too many to be told from another. */
const COUNTED = 2000

/** The index that the page is read along: the one that finds the fewest of those that the filter has a use for. */
export async function chooseWay(
  db: Connection,
  filter: AuditFilter,
  { tras, ante }: { readonly tras: number; readonly ante: number },
): Promise<Camino> {
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
      const value = way === 'interno' ? {} : { [way]: values[way] }
      const row = await db.first(COUNTS[way], { tras, ante, limite: COUNTED, ...value })
      return { way, entradas: row?.entradas ?? 0 }
    }),
  )
  return counted.reduce((best, one) => (one.entradas < best.entradas ? one : best)).way
}

/** True where the way alone does not answer the filter. */
export function asksMore(camino: Camino, filter: AuditFilter): boolean {
  const { tiempo, desde, hasta, interno } = filter
  const dates = tiempo === 'negocio' && camino !== 'fecha' && (desde !== null || hasta !== null)
  const asked = (['correlacion', 'ticket', 'cuenta', 'actor', 'tipo', 'comando'] as const).some(
    (name) => name !== camino && filter[name] !== null,
  )
  return dates || asked || (interno !== null && !(camino === 'interno' && interno))
}

/** What the way itself is picked by. */
export function pickFor(
  camino: Camino,
  filter: AuditFilter,
  expresion: string | null,
): Readonly<Record<string, string | number | null>> {
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

/** The whole filter, as each statement asks it of the entries that its way picks. */
export function residuals(filter: AuditFilter, camino: Camino) {
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
