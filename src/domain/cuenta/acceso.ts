import { z } from 'zod'

/** A session as pages and the log name it: derived from what is stored, and of no use to get in. */
const IdSesion = z.string().regex(/^[0-9a-f]{12}$/)

/** Which sessions somebody ended. `sesion` is the one that ended, or of `otras` the one that went on; null for all. */
export const DatosSesiones = z.object({
  alcance: z.enum(['una', 'otras', 'todas']),
  sesion: IdSesion.nullable(),
})
export type DatosSesiones = z.infer<typeof DatosSesiones>

/** What an admin did with the link by which a person sets their password: saw it, had it mailed, or took it back. */
export const DatosEnlace = z.object({ accion: z.enum(['crear', 'enviar', 'anular']) })
export type AccionEnlace = z.infer<typeof DatosEnlace>['accion']
