import { AUTHORITY } from '@/domain/authority'
import type { TicketCommand } from '@/domain/ticket/commands'
import { TRANSICIONES } from '@/domain/ticket/transitions'
import type { Estado } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'

/** What a ticket's page offers to this person: what the bus would take from them as things stand. */
export interface Offers {
  /** Works on every ticket: notes, states, assignment, priority, category. */
  readonly equipo: boolean
  /** May say something at all; an auditor may not. */
  readonly participa: boolean
  readonly cerrado: boolean
  /** Where the ticket can go from here beside closing, for staff. */
  readonly estados: readonly Estado[]
}

/** The page's offers; the bus judges every command again. */
export function offersFor({ rol }: Viewer, estado: Estado): Offers {
  const may = (command: TicketCommand['tipo']) => AUTHORITY[command].includes(rol)
  const equipo = may('asignar')
  const cerrado = estado === 'cerrado'
  const estados = equipo && !cerrado ? TRANSICIONES[estado].filter((next) => next !== 'cerrado') : []
  return { equipo, participa: may('comentar'), cerrado, estados }
}

/** True for those who may change many tickets at a time. */
export function mayChangeMany({ rol }: Viewer): boolean {
  return AUTHORITY.asignar.includes(rol)
}
