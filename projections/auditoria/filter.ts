import { z } from 'zod'
import type { FiltroAuditoria } from '@/domain/cuenta/consulta'
import { CuentaEvent } from '@/domain/cuenta/events'
import type { EventKind } from '@/domain/events'
import { lineText } from '@/domain/text'
import { TicketEvent } from '@/domain/ticket/events'
import { Id, Instante, Ulid } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'

/** Every kind of event, those of tickets first. */
export const EVENT_KINDS: readonly EventKind[] = [...TicketEvent.options, ...CuentaEvent.options].map(
  (option) => option.shape.tipo.value,
)

/** When something happened (business time), or when the log took it in. */
export const TIEMPOS = ['negocio', 'registro'] as const

/** What the log is searched by; null where anything will do. */
export const AuditFilter = z.object({
  actor: Id.nullable().default(null),
  ticket: Id.nullable().default(null),
  cuenta: Id.nullable().default(null),
  /** As it is read today, whatever it was stored as. */
  tipo: z
    .custom<EventKind>((kind) => EVENT_KINDS.some((known) => known === kind))
    .nullable()
    .default(null),
  interno: z.boolean().nullable().default(null),
  texto: lineText(1, 100).nullable().default(null),
  tiempo: z.enum(TIEMPOS).default('negocio'),
  /** From this instant on, and until that one, both included. */
  desde: Instante.nullable().default(null),
  hasta: Instante.nullable().default(null),
  comando: Ulid.nullable().default(null),
  correlacion: Ulid.nullable().default(null),
})
export type AuditFilter = z.infer<typeof AuditFilter>

/** Where a page ends: the position of an event, and its date where the order is that of dates. */
export const AuditCursor = z.object({ posicion: Id, fecha: Instante.nullable() })
export type AuditCursor = z.infer<typeof AuditCursor>

/** Who may look into the whole log: auditors and admins. */
export function seesAudit({ rol }: Viewer): boolean {
  return rol === 'auditor' || rol === 'admin'
}

/**
 * True where events come in the order in which they happened: what is asked for by that time alone lies together in
 * it. A ticket, an account, a command or words find few enough in the order of the log.
 */
export function ordersByDate(filter: AuditFilter): boolean {
  const { tiempo, desde, hasta, comando, correlacion, ticket, cuenta, texto } = filter
  if (tiempo !== 'negocio' || (desde === null && hasta === null)) return false
  return [comando, correlacion, ticket, cuenta, texto].every((value) => value === null)
}

/** The filter as a consultation's event keeps it: what is asked for, without the words. */
export function filterFacts(filter: AuditFilter): Partial<Record<FiltroAuditoria, string>> {
  const { texto: _, interno, tiempo, ...rest } = filter
  const period = filter.desde !== null || filter.hasta !== null
  const entries = Object.entries({
    ...rest,
    interno: interno === null ? null : interno ? 'si' : 'no',
    tiempo: period ? tiempo : null,
  })
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  )
}
