import { keys } from '@/redis/keys'

/** What one event, or several of one stream, changed. */
export type Change =
  | { readonly tipo: 'ticket'; readonly id: number; readonly version: number; readonly usuarioId: number }
  | {
      readonly tipo: 'cuenta'
      readonly id: number
      readonly version: number
      /** The kinds of its events, as they are stored. */
      readonly tipos: readonly string[]
      /** The position of the last. */
      readonly posicion: number
    }

/** The floors that changes raise, by key; and the last position that changed a shown name or role, 0 for none. */
export interface Floors {
  readonly pisos: ReadonlyMap<string, number>
  readonly cuentas: number
}

// A kind that is not listed here is taken for one that changes everything.
const UNSEEN = new Set(['consulta_auditoria', 'cambio_contrasena'])
// What shows an account's name did not show it before there was one.
const NAMELESS = new Set([...UNSEEN, 'alta_cuenta'])

/** Which cached values these changes put out of date. Both views of a ticket: neither knows what the other shows. */
export function floorsOf(changes: readonly Change[]): Floors {
  const pisos = new Map<string, number>()
  let cuentas = 0
  const raise = (key: string, to: number) => pisos.set(key, Math.max(pisos.get(key) ?? 0, to))
  for (const change of changes) {
    if (change.tipo === 'ticket') {
      for (const key of ticketKeys(change.id, change.usuarioId)) raise(key, change.version)
      continue
    }
    raise(keys.user(change.id), change.version)
    if (change.tipos.some((tipo) => !UNSEEN.has(tipo))) raise(keys.agents, change.posicion)
    if (change.tipos.some((tipo) => !NAMELESS.has(tipo))) cuentas = Math.max(cuentas, change.posicion)
  }
  return { pisos, cuentas }
}

function ticketKeys(id: number, usuarioId: number): string[] {
  return [...Object.values(keys.ticket.interna(id)), ...Object.values(keys.ticket.cliente(id, usuarioId))]
}
