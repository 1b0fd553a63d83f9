import type { CuentaEvent } from '@/domain/cuenta/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { type ESTADOS, type Estado, PRIORIDADES, type Prioridad } from '@/domain/values'
import { createRandom, createTexts } from './words'

/** The system's account is 1; operators and clients come after it. */
export const [OPERATORS, CLIENTS] = [20, 200]
export const FIRST_CLIENT = 2 + OPERATORS

/** An event with what its envelope needs. */
export interface Happening {
  readonly event: TicketEvent | CuentaEvent
  readonly id: number
  readonly version: number
  readonly usuarioId: number
}

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

/** The accounts of the log: the system's, the operators, the clients. */
export function accounts(): Happening[] {
  const account = (id: number, rol: 'auditor' | 'operador' | 'cliente'): Happening => {
    const contenido = { email: `cuenta${id}@bitacora.test`, nombre: `Cuenta número ${id}` }
    const event = { tipo: 'alta_cuenta', datos: { rol, activo: id > 1 }, contenido } as const
    return { event, id, version: 1, usuarioId: 1 }
  }
  return Array.from({ length: 1 + OPERATORS + CLIENTS }, (_, index) =>
    account(index + 1, index === 0 ? 'auditor' : index < FIRST_CLIENT - 1 ? 'operador' : 'cliente'),
  )
}

/** What happens to tickets, without end: about eleven events each, those of many tickets in turn, the same every time. */
export class History {
  readonly #random = createRandom(20_240_101)
  readonly #text = createTexts(this.#random)
  readonly #active: Ticket[] = []
  #tickets = 0

  /** @param open how many tickets are in work at a time */
  constructor(private readonly open: number) {}

  next(): Happening {
    if (this.#active.length < this.open) return this.#create()
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
    const id = ++this.#tickets
    const cliente = FIRST_CLIENT + Math.floor(this.#random() * CLIENTS)
    const [prioridad, titulo] = [this.#one(PRIORIDADES), this.#text(20, 60)]
    const left = 5 + Math.floor(this.#random() * 8)
    this.#active.push({ id, cliente, titulo, version: 1, estado: 'abierto', prioridad, asignado: null, left })
    const datos = { solicitanteId: cliente, prioridad, categoria: null }
    const contenido = { titulo, descripcion: this.#text(100, 300) }
    return { event: { tipo: 'creacion', datos, contenido }, id, version: 1, usuarioId: cliente }
  }

  #step(ticket: Ticket): TicketEvent {
    if (ticket.estado === 'cerrado') {
      ticket.left = 3
      return this.#move(ticket, 'abierto')
    }
    if (ticket.version === 1) return this.#assign(ticket)
    if (--ticket.left <= 0) {
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
    return 2 + Math.floor(this.#random() * OPERATORS)
  }

  #one<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.#random() * list.length)]
    if (found === undefined) throw new Error('an empty list')
    return found
  }
}
