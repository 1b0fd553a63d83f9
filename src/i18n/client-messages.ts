import type es from './es'

/** The messages that every page sends to the browser: what forms and error boundaries say when all else fails. */
export function clientMessages({ comun }: typeof es) {
  return { comun: { error: comun.error } }
}
