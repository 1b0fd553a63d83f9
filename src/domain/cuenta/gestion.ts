import { z } from 'zod'

export const ACCIONES_TAREA = ['reintentar', 'descartar'] as const
export type AccionTarea = (typeof ACCIONES_TAREA)[number]

/** What an admin did to a parked task. Its id is made of codes and ids alone: nothing of it is anybody's to erase. */
export const DatosGestion = z.object({
  accion: z.enum(ACCIONES_TAREA),
  tareaId: z.string().regex(/^[\w:.-]{1,200}$/),
})
