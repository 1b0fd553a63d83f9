import type { Chain } from './chain'
import type { Written } from './write'

/** What a commit did to one stream. */
export interface AppendedStream {
  readonly tipo: 'ticket' | 'cuenta'
  readonly id: number
  /** Its version now. */
  readonly version: number
  /** Of a ticket: whose it is. */
  readonly usuarioId: number | null
  readonly tipos: readonly string[]
}

/** What one commit added to the log. */
export interface Appended {
  /** The positions of its events, from and to. */
  readonly primera: number
  readonly ultima: number
  readonly flujos: readonly AppendedStream[]
}

export function appendedOf(chains: readonly Chain[], written: Written): Appended {
  const flujos = chains.map((chain) => ({
    tipo: chain.tipo,
    id: written.idOf(chain),
    version: chain.base + chain.eventos.length,
    usuarioId: chain.tipo === 'ticket' ? (chain.row?.usuarioId ?? null) : null,
    tipos: chain.eventos.map(({ tipo }) => tipo),
  }))
  const events = chains.reduce((sum, { eventos }) => sum + eventos.length, 0)
  return { primera: written.primera, ultima: written.primera + events - 1, flujos }
}
