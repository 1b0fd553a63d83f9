import { z } from 'zod'
import { defineTask } from '@/redis/queue/task'

/** Mail somebody a link to set their password. Its token is made when it is sent, and is stored nowhere: not here either. */
export const enviarEnlace = defineTask({
  tipo: 'enlace',
  v: 1,
  /** The version is the account's, with the event that asked for it. */
  datos: z.object({ cuentaId: z.number(), version: z.number() }),
  prioridad: 'alta',
  // With its pauses, several hours of a mail server that is down.
  maxIntentos: 60,
})

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
