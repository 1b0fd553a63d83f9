import type { Chain } from './chain'
import type { Found } from './plan'
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

/** What a group that went in whole added to the log. */
export function appendedOf(chains: readonly Chain[], written: Written): Appended {
  const flujos = chains.map((chain) => streamOf(chain, written.idOf(chain)))
  const events = chains.reduce((sum, { eventos }) => sum + eventos.length, 0)
  return { primera: written.primera, ultima: written.primera + events - 1, flujos }
}

/** What one chain added that was found in the log later: it goes in whole, so its events stand side by side. */
export function appendedOfFound({ chain, known }: Found): Appended {
  const flujo = streamOf(chain, known.sujeto.id)
  const ultima = known.posicion + flujo.version - known.version
  return { primera: ultima - chain.eventos.length + 1, ultima, flujos: [flujo] }
}

function streamOf(chain: Chain, id: number): AppendedStream {
  return {
    tipo: chain.tipo,
    id,
    version: chain.base + chain.eventos.length,
    usuarioId: chain.tipo === 'ticket' ? (chain.row?.usuarioId ?? null) : null,
    tipos: chain.eventos.map(({ tipo }) => tipo),
  }
}
