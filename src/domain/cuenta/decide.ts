import type { DecisionContext } from '../context'
import { accept, type Decision, reject } from '../rejections'
import { CUENTA_SISTEMA, IDIOMAS } from '../values'
import type { CuentaCommand } from './commands'
import type { CuentaEvent } from './events'
import type { CuentaState } from './state'
import { ALCANCES_DE } from './token'
import { stopsWebhook } from './webhook'

type Result = Decision<CuentaEvent>
type OfService = 'consultar_auditoria' | 'gestionar_tarea' | 'ajustar_servicio' | 'registrar_mantenimiento'
type Existing = Exclude<CuentaCommand, { tipo: 'crear_cuenta' | OfService }>
type CommandOf<K extends CuentaCommand['tipo']> = Extract<CuentaCommand, { tipo: K }>

/**
 * What a command on an account comes to.
 * @param state the account as its events so far make it; null when there is none
 */
export function decideCuenta(
  state: CuentaState | null,
  command: CuentaCommand,
  ctx: DecisionContext,
): Result {
  if (command.tipo === 'crear_cuenta') return crear(command, ctx)
  const { cuentaId } = command
  // First: whoever may not see to an account must not learn whether there is one.
  const refused = isOwnOrAdmin(command) ? notTheirs(command, ctx) : null
  if (refused) return refused
  if (state === null) return reject('CUENTA_NO_ENCONTRADA', { cuentaId })
  if (command.tipo === 'consultar_auditoria') return consultar(command)
  if (command.tipo === 'gestionar_tarea') return gestionar(command)
  if (command.tipo === 'ajustar_servicio') return ajustar(command)
  if (command.tipo === 'registrar_mantenimiento') return anotar(command)
  if (cuentaId === CUENTA_SISTEMA) return reject('CUENTA_DEL_SISTEMA', { cuentaId })
  return decideExisting(state, command, ctx)
}

function decideExisting(state: CuentaState, command: Existing, ctx: DecisionContext): Result {
  switch (command.tipo) {
    case 'cambiar_rol':
      return cambiarRol(state, command, ctx)
    case 'editar_cuenta':
      return editar(state, command, ctx)
    case 'desactivar_cuenta':
      return desactivar(state, command, ctx)
    case 'reactivar_cuenta':
      return state.activo
        ? reject('CUENTA_ACTIVA', { cuentaId: command.cuentaId, nombre: state.nombre })
        : accept<CuentaEvent>({ tipo: 'reactivacion', datos: {} })
    case 'cambiar_contrasena':
      return cambiarContrasena(state, command)
    case 'cambiar_idioma':
      return cambiarIdioma(state, command)
    case 'revocar_sesiones':
      return accept<CuentaEvent>({
        tipo: 'sesiones_revocadas',
        datos: { alcance: command.alcance, sesion: command.sesion },
      })
    case 'gestionar_enlace':
      return gestionarEnlace(state, command, ctx)
    case 'crear_token':
      return crearToken(state, command, ctx)
    case 'revocar_token':
      return accept<CuentaEvent>({ tipo: 'baja_token', datos: { tokenId: command.tokenId } })
    case 'crear_webhook':
      return crearWebhook(state, command, ctx)
    case 'gestionar_webhook':
      return gestionarWebhook(command, ctx)
  }
}

function crear({ email, nombre, rol, idioma: a }: CommandOf<'crear_cuenta'>, ctx: DecisionContext): Result {
  if (ctx.cuentaDeEmail !== null) return reject('EMAIL_EN_USO', { email })
  const de = IDIOMAS[0]
  return accept<CuentaEvent>(
    { tipo: 'alta_cuenta', datos: { rol, activo: true }, contenido: { email, nombre } },
    ...(a === undefined || a === de ? [] : [{ tipo: 'cambio_idioma', datos: { de, a } } as const]),
  )
}

function cambiarRol(
  state: CuentaState,
  { cuentaId, a }: CommandOf<'cambiar_rol'>,
  ctx: DecisionContext,
): Result {
  if (a === state.rol) return reject('SIN_CAMBIOS', { campo: 'rol' })
  if (isLastAdmin(state, ctx)) return reject('ULTIMO_ADMIN', { cuentaId })
  return accept<CuentaEvent>({ tipo: 'cambio_rol', datos: { de: state.rol, a } })
}

function editar(state: CuentaState, command: CommandOf<'editar_cuenta'>, ctx: DecisionContext): Result {
  const { cuentaId, email } = command
  const campos = (['email', 'nombre'] as const).filter((campo) => command[campo] !== state[campo])
  if (campos.length === 0) return reject('SIN_CAMBIOS', { campo: 'nombre' })
  if (ctx.cuentaDeEmail !== null && ctx.cuentaDeEmail !== cuentaId) return reject('EMAIL_EN_USO', { email })
  const contenido = Object.fromEntries(
    campos.map((campo) => [campo, { de: state[campo], a: command[campo] }]),
  )
  return accept<CuentaEvent>({ tipo: 'edicion_cuenta', datos: { campos }, contenido })
}

function desactivar(
  state: CuentaState,
  { cuentaId }: CommandOf<'desactivar_cuenta'>,
  ctx: DecisionContext,
): Result {
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  if (isLastAdmin(state, ctx)) return reject('ULTIMO_ADMIN', { cuentaId })
  return accept<CuentaEvent>({ tipo: 'desactivacion', datos: {} })
}

const OWN_OR_ADMIN = [
  'cambiar_contrasena',
  'cambiar_idioma',
  'revocar_sesiones',
  'crear_token',
  'revocar_token',
  'crear_webhook',
  'gestionar_webhook',
] as const
type OwnOrAdmin = (typeof OWN_OR_ADMIN)[number]

function isOwnOrAdmin(command: CuentaCommand): command is CommandOf<OwnOrAdmin> {
  return OWN_OR_ADMIN.some((tipo) => tipo === command.tipo)
}

/** Null where the account is the actor's own, or the actor may see to others'. */
function notTheirs({ cuentaId, tipo }: CommandOf<OwnOrAdmin>, { actor }: DecisionContext) {
  const may = actor.tipo === 'servicio' || actor.rol === 'admin' || actor.id === cuentaId
  return may ? null : reject('SIN_PERMISO', { comando: tipo, rol: actor.rol })
}

function cambiarContrasena(state: CuentaState, { cuentaId }: CommandOf<'cambiar_contrasena'>): Result {
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  return accept<CuentaEvent>({ tipo: 'cambio_contrasena', datos: {} })
}

function cambiarIdioma(state: CuentaState, { a, cuentaId }: CommandOf<'cambiar_idioma'>): Result {
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  if (a === state.idioma) return reject('SIN_CAMBIOS', { campo: 'idioma' })
  return accept<CuentaEvent>({ tipo: 'cambio_idioma', datos: { de: state.idioma, a } })
}

const DAY_MS = 24 * 60 * 60_000

/** A personal token is made by its own hand, one of a program by an admin's; none promises more than the role allows. */
function crearToken(state: CuentaState, command: CommandOf<'crear_token'>, ctx: DecisionContext): Result {
  const { cuentaId, clase, nombre, alcances, dias } = command
  const { actor } = ctx
  if (clase === 'personal' && actor.tipo === 'persona' && actor.id !== cuentaId)
    return reject('SIN_PERMISO', { comando: command.tipo, rol: actor.rol })
  if (clase === 'servicio' && actor.tipo === 'persona' && actor.rol !== 'admin')
    return reject('SIN_PERMISO', { comando: command.tipo, rol: actor.rol })
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  const excedidos = alcances.filter((alcance) => !ALCANCES_DE[state.rol].includes(alcance))
  if (excedidos.length > 0) return reject('ALCANCE_NO_PERMITIDO', { alcances: excedidos, rol: state.rol })
  const expira = new Date(Date.parse(ctx.ahora) + dias * DAY_MS).toISOString()
  return accept<CuentaEvent>({
    tipo: 'alta_token',
    datos: { clase, alcances, expira },
    contenido: { nombre },
  })
}

/** Made by its own hand: its secret is shown to whom it tells. Notes go out on the word of somebody who reads them. */
function crearWebhook(state: CuentaState, command: CommandOf<'crear_webhook'>, ctx: DecisionContext): Result {
  const { cuentaId, url, filtro, notas, tipo } = command
  const { actor } = ctx
  if (actor.tipo === 'persona' && actor.id !== cuentaId)
    return reject('SIN_PERMISO', { comando: tipo, rol: actor.rol })
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  if (notas && state.rol === 'cliente') return reject('SIN_PERMISO', { comando: tipo, rol: state.rol })
  return accept<CuentaEvent>({ tipo: 'alta_webhook', datos: { filtro, notas }, contenido: { url } })
}

/** Stopped by its owner, whatever became of their role, and by any admin; the rest is for owners who may make one. */
function gestionarWebhook(command: CommandOf<'gestionar_webhook'>, { actor }: DecisionContext): Result {
  const { accion, cuentaId, webhookId, desde, tipo } = command
  if (actor.tipo === 'persona') {
    const own = actor.id === cuentaId
    const may = stopsWebhook(accion) ? own || actor.rol === 'admin' : own && actor.rol !== 'auditor'
    if (!may) return reject('SIN_PERMISO', { comando: tipo, rol: actor.rol })
  }
  return accept<CuentaEvent>({ tipo: 'gestion_webhook', datos: { accion, webhookId, desde } })
}

/** One's own password asks for the current one: an admin's own link would be a way round it. */
function gestionarEnlace(
  state: CuentaState,
  { accion, cuentaId, tipo }: CommandOf<'gestionar_enlace'>,
  { actor }: DecisionContext,
): Result {
  if (actor.tipo === 'persona' && actor.id === cuentaId)
    return reject('SIN_PERMISO', { comando: tipo, rol: actor.rol })
  if (!state.activo) return reject('CUENTA_INACTIVA', { cuentaId, nombre: state.nombre })
  return accept<CuentaEvent>({ tipo: 'enlace_acceso', datos: { accion } })
}

function consultar({ clase, filtros, formato, hasta, texto }: CommandOf<'consultar_auditoria'>): Result {
  return accept<CuentaEvent>({
    tipo: 'consulta_auditoria',
    datos: { clase, filtros, formato, hasta },
    contenido: texto === null ? null : { texto },
  })
}

function gestionar({ accion, tareaId }: CommandOf<'gestionar_tarea'>): Result {
  return accept<CuentaEvent>({ tipo: 'gestion_tarea', datos: { accion, tareaId } })
}

function ajustar({ accion, objeto }: CommandOf<'ajustar_servicio'>): Result {
  return accept<CuentaEvent>({ tipo: 'ajuste_servicio', datos: { accion, objeto } })
}

function isLastAdmin(state: CuentaState, { otroAdmin }: DecisionContext): boolean {
  return state.rol === 'admin' && state.activo && otroAdmin === null
}

function anotar({ accion, fase, id }: CommandOf<'registrar_mantenimiento'>): Result {
  return accept<CuentaEvent>({ tipo: 'mantenimiento', datos: { accion, fase, id } })
}
