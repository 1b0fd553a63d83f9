import type es from './es'

/**
 * The messages that every page sends to the browser: what forms and error boundaries say when all else fails, a
 * conflict, the bell, the keyboard, changes of many tickets, and what happens while one looks.
 */
export function clientMessages({ comun, masivas, notificaciones, teclado, vivo }: typeof es) {
  const { orden: _, ...teclas } = teclado
  return {
    comun: { error: comun.error, conflicto: comun.conflicto },
    masivas: { cliente: masivas.cliente },
    notificaciones: { campana: notificaciones.campana },
    teclado: teclas,
    vivo,
  }
}
