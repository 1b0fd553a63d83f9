import type es from './es'

/**
 * The messages that every page sends to the browser: what forms and error boundaries say when all else fails,
 * and what happens while one looks.
 */
export function clientMessages({ comun, vivo }: typeof es) {
  return { comun: { error: comun.error }, vivo }
}
