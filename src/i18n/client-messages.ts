import type es from './es'

/** The messages that every page sends to the browser: what forms and error boundaries say when all else fails, and the bell. */
export function clientMessages({ comun, notificaciones }: typeof es) {
  return { comun: { error: comun.error }, notificaciones: { campana: notificaciones.campana } }
}
