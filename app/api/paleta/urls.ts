import { seesCuentas } from '@projections/usuarios/list'
import type { Route } from 'next'
import { listUrl } from '@/components/tickets/lista/list-url'
import type { Viewer } from '@/domain/viewer'
import type { FoundPerson } from './search'

/** Where a person leads to: their account for those who see accounts, else the tickets that have to do with them. */
export function personUrl(viewer: Viewer, { id, rol }: FoundPerson): Route {
  if (seesCuentas(viewer)) return `/usuarios/${id}`
  return rol === 'cliente' ? `/tickets?solicitante=${id}` : listUrl({ asignado: id })
}
