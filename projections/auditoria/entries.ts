import type { TimelineItem } from '@projections/linea_tiempo/timeline'
import { type Person, peopleQuery } from '@projections/usuarios/people'
import type { Connection } from '@/db/client'
import type { CuentaEvent } from '@/domain/cuenta/events'
import { isCuentaEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { CUENTA_SISTEMA } from '@/domain/values'
import { decodeEvent } from '@/events/codec'
import { type LogRow, storedEvent } from './log-row'

type Who = Pick<TimelineItem, 'autor' | 'autorRol' | 'nombres'>

/** An event of the log with who did it and whom it speaks of: names and roles are today's. */
export type AuditEntry = Who & {
  /** As it is stored. */
  readonly fila: LogRow
  /** As it is read today. */
  readonly evento: Recorded
}

/** An event of a ticket or of an account, told apart. */
export type TicketEntry = AuditEntry & { readonly evento: Recorded<TicketEvent> }
export type CuentaEntry = AuditEntry & { readonly evento: Recorded<CuentaEvent> }

/** True for an event of an account or of the service. */
export function isCuentaEntry<E extends Pick<AuditEntry, 'evento'>>(
  entry: E,
): entry is E & Pick<CuentaEntry, 'evento'> {
  return isCuentaEvent(entry.evento)
}

/** True for an event of a ticket. */
export function isTicketEntry<E extends Pick<AuditEntry, 'evento'>>(
  entry: E,
): entry is E & Pick<TicketEntry, 'evento'> {
  return !isCuentaEvent(entry.evento)
}

/**
 * Reads rows of the log as events, with the names of the accounts in them.
 * @throws UnreadableEvent
 */
export async function readEntries(db: Connection, filas: readonly LogRow[]): Promise<AuditEntry[]> {
  const read = filas.map((fila) => ({ fila, evento: decodeEvent(storedEvent(fila)) }))
  const people = await peopleQuery(
    db,
    read.flatMap(({ evento }) => [evento.sobre.usuarioId, ...accountsIn(evento)]),
  )
  return read.map((one) => ({ ...one, ...namedIn(one.evento, people) }))
}

function namedIn(evento: Recorded, people: ReadonlyMap<number, Person>): Who {
  const { usuarioId } = evento.sobre
  const author = people.get(usuarioId)
  return {
    autor: author?.nombre ?? '',
    autorRol: usuarioId === CUENTA_SISTEMA ? 'sistema' : (author?.rol ?? 'cliente'),
    nombres: Object.fromEntries(accountsIn(evento).map((id) => [id, people.get(id)?.nombre ?? ''])),
  }
}

/** The accounts that an event speaks of: its own, and those in its payload. */
function accountsIn(evento: Recorded): number[] {
  const { sujeto } = evento.sobre
  if (sujeto.tipo === 'cuenta') return [sujeto.id]
  if (evento.tipo === 'creacion') return [evento.datos.solicitanteId]
  if (evento.tipo === 'asignacion') return [evento.datos.de, evento.datos.a].filter((id) => id !== null)
  return []
}
