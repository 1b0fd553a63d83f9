import { z } from 'zod'

/** A tuning action that an admin ran: which, on what, and what came of it. Codes and names alone. */
export const DatosAjuste = z.object({
  /** One of the runnable actions; those are the service's, not the business's. */
  accion: z.string().regex(/^[a-z_]{1,40}$/),
  /** A projection, for one; null where the action is about the whole service. */
  objeto: z
    .string()
    .regex(/^[\w:.-]{1,100}$/)
    .nullable(),
})
