import { z } from 'zod'
import { defineTask } from '@/redis/queue/task'

/** Tell people of an event on a ticket. Who hears of it, and what of it they may see, is decided when it runs. */
export const notificar = defineTask({
  tipo: 'notificar',
  v: 1,
  datos: z.object({
    eventoId: z.string(),
    ticketId: z.number(),
    /** The ticket's, with this event. */
    version: z.number(),
    posicion: z.number(),
  }),
  prioridad: 'normal',
  maxIntentos: 8,
})
