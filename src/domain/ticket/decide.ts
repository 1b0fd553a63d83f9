import { type Actor, isStaff } from '../actor'
import { mayGive } from '../authority'
import type { DecisionContext } from '../context'
import { accept, type Decision, reject } from '../rejections'
import type { Estado } from '../values'
import type { TicketCommand } from './commands'
import { decideHistoria } from './decide-historia'
import type { TicketEvent } from './events'
import { evolve } from './evolve'
import type { TicketState } from './state'
import { TRANSICIONES } from './transitions'

type Result = Decision<TicketEvent>
type CommandOf<K extends TicketCommand['tipo']> = Extract<TicketCommand, { tipo: K }>
type Decider<K extends TicketCommand['tipo']> = (
  state: TicketState,
  command: CommandOf<K>,
  ctx: DecisionContext,
) => Result

/**
 * What a command on a ticket comes to.
 * @param state the ticket as the events so far make it; null when there is none
 * @param ctx the actor and the accounts that the command names, from the same snapshot
 */
export function decideTicket(
  state: TicketState | null,
  command: TicketCommand,
  ctx: DecisionContext,
): Result {
  if (command.tipo === 'crear_ticket') return crear(command, ctx)
  if (command.tipo === 'registrar_historia') return decideHistoria(state, command, ctx)
  // Another's ticket does not exist for a client: a 403 would tell them that it does.
  if (state === null || !mayTouch(state, ctx.actor))
    return reject('TICKET_NO_ENCONTRADO', { ticketId: command.ticketId })
  if (command.tipo === 'reabrir_ticket') return reabrir(state, command)
  if (command.tipo === 'aplicar_cambios') return aplicarCambios(state, command, ctx)
  if (state.estado === 'cerrado') return reject('TICKET_CERRADO', { desde: state.fechaCierre })
  switch (command.tipo) {
    case 'comentar':
      return comentar(state, command, ctx)
    case 'cambiar_estado':
      return cambiarEstado(state, command, ctx)
    case 'actualizar_con_interaccion':
      return actualizarConInteraccion(state, command, ctx)
    case 'asignar':
      return asignar(state, command, ctx)
    case 'cambiar_prioridad':
      return cambiarPrioridad(state, command, ctx)
    case 'cambiar_categoria':
      return cambiarCategoria(state, command, ctx)
    case 'editar_ticket':
      return editar(state, command, ctx)
    case 'cerrar_ticket':
      return cerrar(state, command, ctx)
  }
}

/** Who may act on a ticket: staff on every one, a client on their own. To others it does not exist. */
export function mayTouch(state: Pick<TicketState, 'usuarioId'>, actor: Actor): boolean {
  return isStaff(actor) || state.usuarioId === actor.id
}

function crear(command: CommandOf<'crear_ticket'>, { actor, cuentas }: DecisionContext): Result {
  const solicitanteId = command.solicitanteId ?? actor.id
  if (solicitanteId !== actor.id && !isStaff(actor)) return noPermission(command.tipo, actor)
  const solicitante = cuentas.get(solicitanteId)
  if (!solicitante) return reject('CUENTA_NO_ENCONTRADA', { cuentaId: solicitanteId })
  if (!solicitante.activo)
    return reject('SOLICITANTE_NO_VALIDO', { cuentaId: solicitanteId, nombre: solicitante.nombre })
  const { titulo, descripcion, prioridad, categoria } = command
  return accept<TicketEvent>({
    tipo: 'creacion',
    datos: { solicitanteId, prioridad, categoria },
    contenido: { titulo, descripcion },
  })
}

const comentar: Decider<'comentar'> = (_state, command, { actor }) => {
  if (command.interno && !isStaff(actor)) return noPermission(command.tipo, actor)
  return accept<TicketEvent>(comment(command.comentario, command.interno))
}

const cambiarEstado: Decider<'cambiar_estado'> = (state, command, { actor }) => {
  if (!isStaff(actor) && command.a !== 'cerrado') return noPermission(command.tipo, actor)
  return move(state, command.a)
}

const actualizarConInteraccion: Decider<'actualizar_con_interaccion'> = (state, command, ctx) => {
  const { actor } = ctx
  if (!isStaff(actor) && (command.interno || command.a !== 'cerrado'))
    return noPermission(command.tipo, actor)
  const moved = move(state, command.a)
  return moved.ok
    ? accept<TicketEvent>(comment(command.comentario, command.interno), ...moved.eventos)
    : moved
}

const cerrar: Decider<'cerrar_ticket'> = (state, { motivo, comentario }) => {
  const cierre: TicketEvent = { tipo: 'cierre', datos: { de: state.estado, motivo } }
  return comentario === null ? accept(cierre) : accept<TicketEvent>(comment(comentario, false), cierre)
}

function reabrir(state: TicketState, { comentario }: CommandOf<'reabrir_ticket'>): Result {
  if (state.estado !== 'cerrado') return reject('TICKET_NO_CERRADO', { estado: state.estado })
  const apertura: TicketEvent = { tipo: 'cambio_estado', datos: { de: 'cerrado', a: 'abierto' } }
  return comentario === null ? accept(apertura) : accept<TicketEvent>(apertura, comment(comentario, false))
}

/** Each change is decided on the state after those before it, and judged as if it were given alone. */
const aplicarCambios: Decider<'aplicar_cambios'> = (state, { ticketId, cambios }, ctx) => {
  const eventos: TicketEvent[] = []
  let current = state
  for (const cambio of cambios) {
    if (!mayGive(ctx.actor, cambio.tipo)) return noPermission(cambio.tipo, ctx.actor)
    const decided = decideTicket(current, { ...cambio, ticketId }, ctx)
    if (!decided.ok) return decided
    for (const evento of decided.eventos) current = evolve(current, evento, ctx.ahora)
    eventos.push(...decided.eventos)
  }
  const [first, ...rest] = eventos
  return first === undefined ? reject('SIN_CAMBIOS', { campo: 'cambios' }) : accept(first, ...rest)
}

const asignar: Decider<'asignar'> = (state, command, { cuentas }) => {
  if (command.a === state.asignadoA) return reject('SIN_CAMBIOS', { campo: 'asignado_a' })
  if (command.a !== null) {
    const agente = cuentas.get(command.a)
    if (!agente) return reject('CUENTA_NO_ENCONTRADA', { cuentaId: command.a })
    if (!agente.activo) return reject('CUENTA_INACTIVA', { cuentaId: agente.id, nombre: agente.nombre })
    if (agente.rol !== 'operador' && agente.rol !== 'admin') {
      return reject('AGENTE_NO_VALIDO', { cuentaId: agente.id, nombre: agente.nombre, rol: agente.rol })
    }
  }
  return accept<TicketEvent>({ tipo: 'asignacion', datos: { de: state.asignadoA, a: command.a } })
}

const cambiarPrioridad: Decider<'cambiar_prioridad'> = (state, { a }) =>
  a === state.prioridad
    ? reject('SIN_CAMBIOS', { campo: 'prioridad' })
    : accept<TicketEvent>({ tipo: 'cambio_prioridad', datos: { de: state.prioridad, a } })

const cambiarCategoria: Decider<'cambiar_categoria'> = (state, { a }) =>
  a === state.categoria
    ? reject('SIN_CAMBIOS', { campo: 'categoria' })
    : accept<TicketEvent>({ tipo: 'cambio_categoria', datos: { de: state.categoria, a } })

const editar: Decider<'editar_ticket'> = (state, command) => {
  const campos = (['titulo', 'descripcion'] as const).filter((campo) => command[campo] !== state[campo])
  if (campos.length === 0) return reject('SIN_CAMBIOS', { campo: 'titulo' })
  const contenido = Object.fromEntries(
    campos.map((campo) => [campo, { de: state[campo], a: command[campo] }]),
  )
  return accept<TicketEvent>({ tipo: 'edicion', datos: { campos }, contenido })
}

/** The event that takes a ticket to `a`, if the table of transitions allows it. */
function move(state: TicketState, a: Estado): Result {
  const de = state.estado
  if (a === de) return reject('SIN_CAMBIOS', { campo: 'estado' })
  if (!TRANSICIONES[de].includes(a))
    return reject('TRANSICION_NO_PERMITIDA', { de, a, permitidas: TRANSICIONES[de] })
  if (a === 'cerrado') return accept<TicketEvent>({ tipo: 'cierre', datos: { de, motivo: 'resuelto' } })
  return accept<TicketEvent>({ tipo: 'cambio_estado', datos: { de, a } })
}

function comment(contenido: string, esInterno: boolean): TicketEvent {
  return { tipo: 'comentario', datos: { esInterno }, contenido }
}

function noPermission(comando: TicketCommand['tipo'], actor: DecisionContext['actor']): Result {
  return reject('SIN_PERMISO', { comando, rol: actor.tipo === 'persona' ? actor.rol : null })
}
