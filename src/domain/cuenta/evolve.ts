import { IDIOMAS } from '../values'
import type { CuentaEvent } from './events'
import type { CuentaState } from './state'

/**
 * The account after one more event of `cuentaId`. Pure.
 * @throws when a history does not begin with its creation, or has a second one: the log is broken
 */
export function evolveCuenta(state: CuentaState | null, event: CuentaEvent, cuentaId: number): CuentaState {
  // Unique and valid, so that an erased account still fits the table.
  const erased = { email: `borrado-${cuentaId}@bitacora.invalid`, nombre: '[borrado]' }
  if (event.tipo === 'alta_cuenta') {
    if (state !== null) throw new Error('an account is created twice')
    return { ...(event.contenido ?? erased), ...event.datos, idioma: IDIOMAS[0] }
  }
  if (state === null) throw new Error(`an account's history begins with ${event.tipo}`)
  switch (event.tipo) {
    case 'cambio_rol':
      return { ...state, rol: event.datos.a }
    case 'edicion_cuenta': {
      const text = (campo: 'email' | 'nombre') =>
        event.datos.campos.includes(campo) ? (event.contenido?.[campo]?.a ?? erased[campo]) : state[campo]
      return { ...state, email: text('email'), nombre: text('nombre') }
    }
    case 'desactivacion':
      return { ...state, activo: false }
    case 'reactivacion':
      return { ...state, activo: true }
    case 'cambio_idioma':
      return { ...state, idioma: event.datos.a }
    case 'cambio_contrasena':
    case 'sesiones_revocadas':
    case 'enlace_acceso':
    case 'consulta_auditoria':
    case 'gestion_tarea':
    case 'alta_token':
    case 'baja_token':
    case 'alta_webhook':
    case 'gestion_webhook':
    case 'ajuste_servicio':
    case 'mantenimiento':
      return state
  }
}
