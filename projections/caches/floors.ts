import type { CuentaEventKind } from '@/domain/cuenta/events'
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

/** What an event of an account puts out of date: nothing, who may be assigned, or all that shows a name or a role. */
type Reach = 'nada' | 'agentes' | 'todo'
const REACH: Readonly<Record<CuentaEventKind, Reach>> = {
  // What shows an account's name did not show it before there was one.
  alta_cuenta: 'agentes',
  cambio_rol: 'todo',
  edicion_cuenta: 'todo',
  desactivacion: 'todo',
  reactivacion: 'todo',
  cambio_contrasena: 'nada',
  cambio_idioma: 'nada',
  sesiones_revocadas: 'nada',
  enlace_acceso: 'nada',
  alta_token: 'nada',
  baja_token: 'nada',
  alta_webhook: 'nada',
  gestion_webhook: 'nada',
  consulta_auditoria: 'nada',
  gestion_tarea: 'nada',
  ajuste_servicio: 'nada',
  mantenimiento: 'nada',
}

const REACHES = new Map<string, Reach>(Object.entries(REACH))

// A kind that this code doesn't know, for newer code wrote it, is taken for one that changes everything.
const reachOf = (tipo: string): Reach => REACHES.get(tipo) ?? 'todo'

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
    const reached = change.tipos.map(reachOf)
    if (reached.some((reach) => reach !== 'nada')) raise(keys.agents, change.posicion)
    if (reached.includes('todo')) cuentas = Math.max(cuentas, change.posicion)
  }
  return { pisos, cuentas }
}

function ticketKeys(id: number, usuarioId: number): string[] {
  return [...Object.values(keys.ticket.interna(id)), ...Object.values(keys.ticket.cliente(id, usuarioId))]
}
