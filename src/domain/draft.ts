import { z } from 'zod'
import { CLASES } from './draft-copies'
import { isWellFormed } from './text'
import { Instante, LIMITES } from './values'

/** The kinds of draft, at the border. */
export const Clase = z.enum(CLASES)
export type Clase = z.infer<typeof Clase>

/** A draft at the border: exactly what is in the box, for it is normalised when it is sent. */
export const Borrador = z.object({
  texto: z
    .string()
    .max(LIMITES.comentario)
    .refine((text) => isWellFormed(text) && !/[\0\p{Noncharacter_Code_Point}]/u.test(text)),
  fecha: Instante,
})
export type Borrador = z.infer<typeof Borrador>
