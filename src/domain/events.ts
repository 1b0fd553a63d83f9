import { CuentaEvent } from './cuenta/events'
import type { TicketEvent } from './ticket/events'

export type DomainEvent = TicketEvent | CuentaEvent
export type EventKind = DomainEvent['tipo']

const CUENTA_KINDS: ReadonlySet<string> = new Set(
  CuentaEvent.options.map((option) => option.shape.tipo.value),
)

/** Tells an account's event from a ticket's. */
export function isCuentaEvent(event: DomainEvent): event is CuentaEvent {
  return CUENTA_KINDS.has(event.tipo)
}

/** True for an event of a ticket's stream; as it was recorded, or not yet. */
export function isTicketEvent<E extends DomainEvent>(event: E): event is Extract<E, TicketEvent> {
  return !isCuentaEvent(event)
}

/** Which stream an event belongs to: a ticket's or an account's. */
export type Subject = { readonly tipo: 'ticket' | 'cuenta'; readonly id: number }

/** What the log adds to an event: who, when, where in its stream and in the log. */
export interface Envelope {
  readonly posicion: number
  readonly eventoId: string
  readonly sujeto: Subject
  readonly usuarioId: number
  readonly version: number
  readonly comandoId: string
  readonly orden: number
  readonly correlacionId: string
  readonly causaId: string | null
  readonly esInterno: boolean
  /** Business time: when it happened. */
  readonly fecha: string
  /** When it was recorded; never goes back along the log. */
  readonly fechaRegistro: string
}

export type Recorded<E extends DomainEvent = DomainEvent> = E & { readonly sobre: Envelope }

// A live event is dated when it is decided and recorded at once; between machines whose clocks differ, a little later.
const LIVE_MS = 15 * 60_000

/**
 * True for what happened elsewhere and was brought in: it is news to nobody. Only an import names where an event comes
 * from, or dates it otherwise than now.
 */
export function isImported(event: Recorded): boolean {
  if ('origen' in event && event.origen !== undefined) return true
  const { fecha, fechaRegistro } = event.sobre
  return Date.parse(fechaRegistro) - Date.parse(fecha) > LIVE_MS
}
