import type { CuentaCommand } from '@/domain/cuenta/commands'

/** An account by the requirements' text, sharing no function with src/. */
export interface ModelCuenta {
  rol: string
  activo: boolean
  idioma: string
  email: string
  nombre: string
}
export type ModelCuentas = Map<number, ModelCuenta>

const ADMINS_ONLY = /rol|editar|activar|enlace/

/** What the requirements say comes of a command on an account: `ok`, or the code of what stands against it. */
export function expectCuenta(model: ModelCuentas, actorId: number, command: CuentaCommand): string {
  const who = model.get(actorId)
  if (!who?.activo || !('cuentaId' in command)) return 'SIN_PERMISO'
  if (ADMINS_ONLY.test(command.tipo) && who.rol !== 'admin') return 'SIN_PERMISO'
  const own = actorId === command.cuentaId
  if (who.rol !== 'admin' && !own) return 'SIN_PERMISO'
  const cuenta = model.get(command.cuentaId)
  if (!cuenta) return 'CUENTA_NO_ENCONTRADA'
  const otherAdmins = [...model].filter(
    ([id, { rol, activo }]) => id !== command.cuentaId && rol === 'admin' && activo,
  )
  const last = cuenta.rol === 'admin' && cuenta.activo && otherAdmins.length === 0
  if (command.tipo === 'cambiar_rol') {
    if (cuenta.rol === command.a) return 'SIN_CAMBIOS'
    if (last) return 'ULTIMO_ADMIN'
    cuenta.rol = command.a
    return 'ok'
  }
  if (command.tipo === 'desactivar_cuenta') {
    if (!cuenta.activo) return 'CUENTA_INACTIVA'
    if (last) return 'ULTIMO_ADMIN'
    cuenta.activo = false
    return 'ok'
  }
  if (command.tipo === 'reactivar_cuenta') {
    if (cuenta.activo) return 'CUENTA_ACTIVA'
    cuenta.activo = true
    return 'ok'
  }
  return change(model, cuenta, own, command)
}

function change(model: ModelCuentas, cuenta: ModelCuenta, own: boolean, command: CuentaCommand): string {
  if (command.tipo === 'revocar_sesiones') return 'ok'
  if (command.tipo === 'editar_cuenta') {
    const { email, nombre } = command
    if (cuenta.email === email && cuenta.nombre === nombre) return 'SIN_CAMBIOS'
    if ([...model.values()].some((other) => other !== cuenta && other.email === email)) return 'EMAIL_EN_USO'
    Object.assign(cuenta, { email, nombre })
    return 'ok'
  }
  if (command.tipo === 'gestionar_enlace' && own) return 'SIN_PERMISO'
  if (!cuenta.activo) return 'CUENTA_INACTIVA'
  if (command.tipo === 'cambiar_idioma') {
    if (cuenta.idioma === command.a) return 'SIN_CAMBIOS'
    cuenta.idioma = command.a
  }
  return 'ok'
}
