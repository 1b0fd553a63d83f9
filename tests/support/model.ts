import type { Actor } from '@/domain/actor'
import type { Command } from '@/domain/commands'

/**
 * The requirements in memory, written from their text and not from the code: who may do what, which states follow
 * which, what stands against what. It shares no function with src/, only the commands' shapes.
 */
export interface ModelTicket {
  titulo: string
  descripcion: string
  readonly cliente: number
  estado: string
  prioridad: string
  categoria: string | null
  asignado: number | null
  /** One letter per event: what it was, upper case where internal. */
  historia: string[]
}

export interface Model {
  readonly cuentas: Map<number, { rol: string; activo: boolean }>
  readonly tickets: Map<number, ModelTicket>
}

/** `ok` with the number of events it adds, or the name of what comes instead. */
export type Expected =
  | { readonly ok: true; readonly eventos: readonly string[] }
  | { readonly ok: false; readonly es: string }

const no = (es: string): Expected => ({ ok: false, es })
const yes = (...eventos: string[]): Expected => ({ ok: true, eventos })

const FLOW: Readonly<Record<string, string>> = {
  abierto: 'en_progreso resuelto cerrado',
  en_progreso: 'abierto resuelto cerrado',
  resuelto: 'abierto en_progreso cerrado',
  cerrado: '',
}

// c comment, e state, x closing, a assignment, p priority, k category, t edit.
const AGAINST: Readonly<Record<string, string>> = {
  comentar: '',
  cambiar_estado: 'ex',
  actualizar_con_interaccion: 'ex',
  cerrar_ticket: 'exc',
  reabrir_ticket: 'ex',
  asignar: 'a',
  cambiar_prioridad: 'p',
  cambiar_categoria: 'k',
  editar_ticket: 't',
}

const STAFF_ONLY = /asignar|prioridad|categoria/

/** What the requirements say comes of a ticket command; the model is changed when it is accepted. */
export function expectOf(model: Model, actor: Actor, command: Command, seen: number | undefined): Expected {
  const who = model.cuentas.get(actor.id)
  if (!who?.activo || who.rol === 'auditor') return no('SIN_PERMISO')
  const staff = who.rol === 'operador' || who.rol === 'admin'
  if (command.tipo === 'crear_ticket') return create(model, actor.id, staff, command)
  if (!('ticketId' in command) || command.ticketId === null || command.tipo === 'registrar_historia')
    return no('fuera del modelo')
  if (!staff && STAFF_ONLY.test(command.tipo)) return no('SIN_PERMISO')
  const ticket = model.tickets.get(command.ticketId)
  if (!ticket || (!staff && ticket.cliente !== actor.id)) return no('TICKET_NO_ENCONTRADO')
  if (seen !== undefined) {
    if (seen > ticket.historia.length) return no('VERSION_DESCONOCIDA')
    const between = ticket.historia.slice(seen).filter((event) => staff || event === event.toLowerCase())
    const against =
      command.tipo === 'aplicar_cambios'
        ? command.cambios.map(({ tipo }) => AGAINST[tipo] ?? '').join('')
        : (AGAINST[command.tipo] ?? '')
    if (between.some((event) => against.includes(event.toLowerCase()))) return no('conflicto')
  }
  const outcome =
    command.tipo === 'aplicar_cambios'
      ? several(model, ticket, staff, command)
      : judge(model, ticket, staff, command)
  if (outcome.ok) ticket.historia.push(...outcome.eventos)
  return outcome
}

function create(
  model: Model,
  actor: number,
  staff: boolean,
  command: Extract<Command, { tipo: 'crear_ticket' }>,
): Expected {
  const cliente = command.solicitanteId ?? actor
  if (cliente !== actor && !staff) return no('SIN_PERMISO')
  const account = model.cuentas.get(cliente)
  if (!account) return no('CUENTA_NO_ENCONTRADA')
  if (!account.activo) return no('SOLICITANTE_NO_VALIDO')
  const { titulo, descripcion, prioridad, categoria } = command
  const facts = { titulo, descripcion, prioridad, categoria, cliente }
  model.tickets.set(model.tickets.size + 1, { ...facts, estado: 'abierto', asignado: null, historia: ['n'] })
  return yes('n')
}

function judge(model: Model, ticket: ModelTicket, staff: boolean, command: Command): Expected {
  if (command.tipo === 'reabrir_ticket') return reopen(ticket, command.comentario)
  if (ticket.estado === 'cerrado') return no('TICKET_CERRADO')
  if (command.tipo === 'comentar') {
    if (command.interno && !staff) return no('SIN_PERMISO')
    return yes(command.interno ? 'C' : 'c')
  }
  if (command.tipo === 'cerrar_ticket') {
    ticket.estado = 'cerrado'
    return command.comentario === null ? yes('x') : yes('c', 'x')
  }
  if (command.tipo === 'cambiar_estado')
    return !staff && command.a !== 'cerrado' ? no('SIN_PERMISO') : move(ticket, command.a)
  if (command.tipo === 'actualizar_con_interaccion') {
    if (!staff && (command.interno || command.a !== 'cerrado')) return no('SIN_PERMISO')
    const moved = move(ticket, command.a)
    return moved.ok ? yes(command.interno ? 'C' : 'c', ...moved.eventos) : moved
  }
  return change(model, ticket, command)
}

/** One after the other on a copy, which takes the ticket's place only where none of them is refused. */
function several(
  model: Model,
  ticket: ModelTicket,
  staff: boolean,
  { ticketId, cambios }: Extract<Command, { tipo: 'aplicar_cambios' }>,
): Expected {
  const copy = { ...ticket }
  const eventos: string[] = []
  for (const cambio of cambios) {
    if (!staff && STAFF_ONLY.test(cambio.tipo)) return no('SIN_PERMISO')
    const outcome = judge(model, copy, staff, { ...cambio, ticketId })
    if (!outcome.ok) return outcome
    eventos.push(...outcome.eventos)
  }
  Object.assign(ticket, copy)
  return yes(...eventos)
}

function reopen(ticket: ModelTicket, comentario: string | null): Expected {
  if (ticket.estado !== 'cerrado') return no('TICKET_NO_CERRADO')
  ticket.estado = 'abierto'
  return comentario === null ? yes('e') : yes('e', 'c')
}

function change(model: Model, ticket: ModelTicket, command: Command): Expected {
  if (command.tipo === 'asignar') return assign(model, ticket, command.a)
  if (command.tipo === 'cambiar_prioridad') {
    if (ticket.prioridad === command.a) return no('SIN_CAMBIOS')
    ticket.prioridad = command.a
    return yes('p')
  }
  if (command.tipo === 'cambiar_categoria') {
    if (ticket.categoria === command.a) return no('SIN_CAMBIOS')
    ticket.categoria = command.a
    return yes('k')
  }
  if (command.tipo !== 'editar_ticket') return no('fuera del modelo')
  const { titulo, descripcion } = command
  if (ticket.titulo === titulo && ticket.descripcion === descripcion) return no('SIN_CAMBIOS')
  Object.assign(ticket, { titulo, descripcion })
  return yes('t')
}

function move(ticket: ModelTicket, a: string): Expected {
  if (ticket.estado === a) return no('SIN_CAMBIOS')
  if (!FLOW[ticket.estado]?.split(' ').includes(a)) return no('TRANSICION_NO_PERMITIDA')
  ticket.estado = a
  return yes(a === 'cerrado' ? 'x' : 'e')
}

function assign(model: Model, ticket: ModelTicket, a: number | null): Expected {
  if (ticket.asignado === a) return no('SIN_CAMBIOS')
  if (a !== null) {
    const agent = model.cuentas.get(a)
    if (!agent) return no('CUENTA_NO_ENCONTRADA')
    if (!agent.activo) return no('CUENTA_INACTIVA')
    if (agent.rol !== 'operador' && agent.rol !== 'admin') return no('AGENTE_NO_VALIDO')
  }
  ticket.asignado = a
  return yes('a')
}
