import type { CuentaEvent } from '@/domain/cuenta/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { type ESTADOS, type Estado, PRIORIDADES, type Prioridad } from '@/domain/values'
import { createRandom, createTexts } from './words'

/** Who acts in a history: the ids of their accounts. */
export interface Cast {
  readonly operators: readonly number[]
  readonly clients: readonly number[]
}

/** How long a history is, who is in it, and the id of its first ticket. */
export interface Extent {
  readonly tickets: number
  /** Of all tickets together; at least one each. */
  readonly events: number
  readonly cast: Cast
  readonly firstTicket: number
}

/** An event with what its envelope needs. */
export interface Happening {
  readonly event: TicketEvent | CuentaEvent
  readonly id: number
  readonly version: number
  readonly usuarioId: number
}

const CATEGORIES = [null, 'Hardware', 'Software', 'Red', 'Cuentas', 'Facturación'] as const

interface Ticket {
  readonly id: number
  readonly cliente: number
  readonly titulo: string
  version: number
  estado: Estado
  prioridad: Prioridad
  asignado: number | null
  /** How many events it has yet to come before it closes. */
  left: number
}

/** The creation of an account that nobody can log in with. @param rol an operator's or a client's, or the system's */
export function newAccount(id: number, rol: 'auditor' | 'operador' | 'cliente'): Happening {
  const contenido = { email: `cuenta${id}@bitacora.test`, nombre: `Cuenta número ${id}` }
  const event = { tipo: 'alta_cuenta', datos: { rol, activo: id > 1 }, contenido } as const
  return { event, id, version: 1, usuarioId: 1 }
}

/**
 * What happens to tickets, those of many in turn: exactly so many tickets and events, the same every time. Few are open
 * at its end: tickets are closed as others come.
 */
export class History {
  readonly #random = createRandom(20_240_101)
  readonly #text = createTexts(this.#random)
  readonly #active: Ticket[] = []
  /** How many tickets are in work at a time. */
  readonly #open: number
  #created = 0
  #given = 0

  constructor(private readonly extent: Extent) {
    const { tickets, events } = extent
    this.#open = Math.ceil(Math.min(5000, events / 50, tickets / 4))
  }

  /** The next event. @throws when there are none left */
  next(): Happening {
    const { tickets, events } = this.extent
    if (this.#given >= events) throw new Error('the history is over')
    const due = this.#created * events <= this.#given++ * tickets
    return due ? this.#create() : this.#goOn()
  }

  #goOn(): Happening {
    const at = Math.floor(this.#random() * this.#active.length)
    const ticket = this.#active[at]
    if (!ticket) throw new Error('no ticket is in work')
    const event = this.#step(ticket)
    ticket.version++
    const { id, version } = ticket
    const byClient = event.tipo === 'comentario' && !event.datos.esInterno && this.#random() < 0.5
    const usuarioId = byClient ? ticket.cliente : (ticket.asignado ?? this.#operator())
    // One in ten comes back.
    if (ticket.estado === 'cerrado' && this.#random() > 0.1) this.#active.splice(at, 1)
    return { event, id, version, usuarioId }
  }

  #create(): Happening {
    const { tickets, events, cast, firstTicket } = this.extent
    const id = firstTicket + this.#created++
    const cliente = this.#one(cast.clients)
    const [prioridad, titulo] = [this.#one(PRIORIDADES), this.#text(20, 60)]
    // Half to one and a half times the mean, without the creation and the end.
    const left = Math.round(Math.max(1, events / tickets - 2) * (0.5 + this.#random()))
    this.#active.push({ id, cliente, titulo, version: 1, estado: 'abierto', prioridad, asignado: null, left })
    const datos = { solicitanteId: cliente, prioridad, categoria: this.#one(CATEGORIES) }
    const contenido = { titulo, descripcion: this.#text(100, 300) }
    return { event: { tipo: 'creacion', datos, contenido }, id, version: 1, usuarioId: cliente }
  }

  #step(ticket: Ticket): TicketEvent {
    if (ticket.estado === 'cerrado') {
      ticket.left = 3
      return this.#move(ticket, 'abierto')
    }
    if (ticket.version === 1) return this.#assign(ticket)
    if (--ticket.left <= 0 && this.#active.length > this.#open) {
      const datos = { de: ticket.estado, motivo: 'resuelto' } as const
      ticket.estado = 'cerrado'
      return { tipo: 'cierre', datos }
    }
    const roll = this.#random()
    if (roll < 0.72) return this.#comment(false)
    if (roll < 0.85) return this.#comment(true)
    if (roll < 0.9) return this.#prioritise(ticket)
    if (roll < 0.95) return this.#move(ticket, ticket.estado === 'abierto' ? 'en_progreso' : 'resuelto')
    if (roll < 0.98) return this.#assign(ticket)
    const titulo = { de: ticket.titulo, a: this.#text(20, 60) }
    return { tipo: 'edicion', datos: { campos: ['titulo'] }, contenido: { titulo } }
  }

  #comment(esInterno: boolean): TicketEvent {
    return { tipo: 'comentario', datos: { esInterno }, contenido: this.#text(100, 300) }
  }

  #assign(ticket: Ticket): TicketEvent {
    const datos = { de: ticket.asignado, a: this.#operator() }
    ticket.asignado = datos.a
    return { tipo: 'asignacion', datos }
  }

  #prioritise(ticket: Ticket): TicketEvent {
    const datos = { de: ticket.prioridad, a: this.#one(PRIORIDADES) }
    ticket.prioridad = datos.a
    return { tipo: 'cambio_prioridad', datos }
  }

  #move(ticket: Ticket, a: Exclude<(typeof ESTADOS)[number], 'cerrado'>): TicketEvent {
    const datos = { de: ticket.estado, a }
    ticket.estado = a
    return { tipo: 'cambio_estado', datos }
  }

  #operator(): number {
    return this.#one(this.extent.cast.operators)
  }

  #one<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)]
    if (found === undefined) throw new Error('an empty list')
    return found
  }
}
