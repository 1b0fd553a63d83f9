import type { Estado } from '../values'

/** Where a ticket may go from each state. Leaving `cerrado` is a reopening: only `reabrir` does it. */
export const TRANSICIONES: Readonly<Record<Estado, readonly Estado[]>> = {
  abierto: ['en_progreso', 'resuelto', 'cerrado'],
  en_progreso: ['abierto', 'resuelto', 'cerrado'],
  resuelto: ['abierto', 'en_progreso', 'cerrado'],
  cerrado: ['abierto'],
}
