import { z } from 'zod'

const Flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1)

/** A row of the log as it is read. */
export const StoredEvent = z.object({
  id: z.number(),
  evento_id: z.string(),
  ticket_id: z.number().nullable(),
  cuenta_id: z.number().nullable(),
  usuario_id: z.number(),
  tipo: z.string(),
  contenido: z.string().nullable(),
  metadata: z.string(),
  es_interno: Flag,
  version: z.number(),
  comando_id: z.string(),
  orden: z.number(),
  correlacion_id: z.string(),
  causa_id: z.string().nullable(),
  fecha_creacion: z.string(),
  fecha_registro: z.string(),
})

export type StoredEvent = z.infer<typeof StoredEvent>

/** The columns of StoredEvent, in order. */
export const EVENT_COLUMNS = Object.keys(StoredEvent.shape).join(', ')
