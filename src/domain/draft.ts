import { z } from 'zod'
import { isWellFormed } from './text'
import { Instante, LIMITES } from './values'

/** What a draft becomes when it is sent: a reply that the client reads, or a note for the team. */
export const CLASES = ['respuesta', 'nota'] as const
export const Clase = z.enum(CLASES)
export type Clase = z.infer<typeof Clase>

/** A text that somebody writes, and when they last typed. An empty one has been sent or discarded. */
export const Borrador = z.object({
  // Exactly what is in the box: it is normalised when it is sent.
  texto: z
    .string()
    .max(LIMITES.comentario)
    .refine((text) => isWellFormed(text) && !/[\0\p{Noncharacter_Code_Point}]/u.test(text)),
  fecha: Instante,
})
export type Borrador = z.infer<typeof Borrador>

/** The later of two copies of one draft. Of two of the same moment the empty one: it was sent since. */
export function newest(one: Borrador | null, other: Borrador | null): Borrador | null {
  if (one === null || other === null) return one ?? other
  if (one.fecha === other.fecha) return one.texto === '' ? one : other
  return one.fecha > other.fecha ? one : other
}
