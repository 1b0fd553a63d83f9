/** What a draft becomes when it is sent: a reply that the client reads, or a note for the team. */
export const CLASES = ['respuesta', 'nota'] as const
export type Clase = (typeof CLASES)[number]

/** A text that somebody writes, and when they last typed. An empty one has been sent or discarded. */
export interface Borrador {
  readonly texto: string
  readonly fecha: string
}

/** The later of two copies of one draft. Of two of the same moment the empty one: it was sent since. */
export function newest(one: Borrador | null, other: Borrador | null): Borrador | null {
  if (one === null || other === null) return one ?? other
  if (one.fecha === other.fecha) return one.texto === '' ? one : other
  return one.fecha > other.fecha ? one : other
}
