import type es from './es'

/**
 * The messages that every page sends to the browser: what forms and error boundaries say when all else fails, a conflict, the bell,
 * and what happens while one looks.
 */
export function clientMessages({ comun, masivas, notificaciones, vivo }: typeof es) {
  return {
    comun: { error: comun.error, conflicto: comun.conflicto },
    masivas: { cliente: masivas.cliente },
    notificaciones: { campana: notificaciones.campana },
    vivo,
  }
}
