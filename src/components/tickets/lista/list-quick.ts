import { TicketFilter } from '@projections/tickets/list'
import type { QuickCounts } from '@projections/tickets/quick-counts'
import type { Viewer } from '@/domain/viewer'
import { listUrl } from './list-url'

export type QuickName = keyof QuickCounts

/** What each quick filter asks for: whole lists, whatever was filtered before. */
const FILTERS: Readonly<Record<QuickName, (viewer: Viewer) => Partial<TicketFilter>>> = {
  mios: ({ id }) => ({ asignado: id, espera: 'alguien' }),
  sinAsignar: () => ({ asignado: 'nadie', espera: 'alguien' }),
  esperan: () => ({ espera: 'equipo', orden: 'espera' }),
  criticos: () => ({ prioridad: 'critica', espera: 'alguien' }),
}

/** The quick filters of one of the staff, in their order: an auditor is never given tickets. */
export function quickFilters(viewer: Viewer): readonly { nombre: QuickName; filter: TicketFilter }[] {
  const nombres: readonly QuickName[] = ['mios', 'sinAsignar', 'esperan', 'criticos']
  return nombres
    .filter((nombre) => nombre !== 'mios' || viewer.rol !== 'auditor')
    .map((nombre) => ({ nombre, filter: TicketFilter.parse(FILTERS[nombre](viewer)) }))
}

/** The quick filter that a list's filter is, whatever it is sorted by; null where it is none. */
export function quickFilterOf(filter: TicketFilter, viewer: Viewer): QuickName | null {
  const plain = (each: TicketFilter) => listUrl({ ...each, orden: 'actualizacion' })
  const found = quickFilters(viewer).find((quick) => plain(quick.filter) === plain(filter))
  return found?.nombre ?? null
}
