import { readEntries } from '@projections/auditoria/entries'
import { searchAuditQuery } from '@projections/auditoria/search'
import { projectionStatus } from '@projections/engine/status'
import { seesCuentas } from '@projections/usuarios/list'
import { listSavedFilters } from '@/auth/saved-filters'
import type { AuditRequest } from '@/components/auditoria/audit-url'
import type { Connection } from '@/db/client'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'
import { awaitSeen, seenPosition } from '../../lib/position'

/** A page of the audit, with what stands around it. */
export async function loadAudit(viewer: Viewer, request: AuditRequest) {
  const db = (await getRuntime()).db.as('api_server')
  const { filter, cursor, sentido } = request
  await awaitSeen('auditoria', ...(filter.texto === null ? [] : (['busqueda'] as const)))
  const [page, standing, guardados, actor, cuenta] = await Promise.all([
    searchAuditQuery(db, viewer, filter, { cursor, sentido }),
    standingOf(db, filter.texto !== null),
    listSavedFilters(db, viewer.id),
    addressOf(viewer, filter.actor),
    addressOf(viewer, filter.cuenta),
  ])
  const filas = sentido === 'atras' ? page.filas : page.filas.toReversed()
  return {
    ...page,
    entries: await readEntries(db, filas),
    ...standing,
    guardados,
    correos: { actor, cuenta },
  }
}

// Less than this is the projection at its ordinary work: it would be gone before it was read.
const LAG_SECONDS = 2

/** Up to which position the page's indexes have come, and how many events they lack where that is no moment's work. */
async function standingOf(db: Connection, words: boolean): Promise<{ hasta: number; atraso: number }> {
  const status = await projectionStatus(db, Date.now())
  const used = status.filter(({ nombre }) => nombre === 'auditoria' || (words && nombre === 'busqueda'))
  const late = used.filter(({ segundosDetras }) => segundosDetras >= LAG_SECONDS)
  return {
    hasta: Math.min(...used.map(({ posicion }) => posicion)),
    atraso: Math.max(0, ...late.map(({ eventosDetras }) => eventosDetras)),
  }
}

/** How a person names an account: the form shows what they would type. */
async function addressOf(viewer: Viewer, id: number | null): Promise<string> {
  if (id === null) return ''
  if (!seesCuentas(viewer)) return String(id)
  const { cache } = await getRuntime()
  return (await cache.getCachedUser(id, await seenPosition()))?.email ?? String(id)
}
