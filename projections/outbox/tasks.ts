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

/** Send one event to one webhook. It is tried for a day; the handler itself says when that is over. */
export const webhook = defineTask({
  tipo: 'webhook',
  v: 1,
  datos: z.object({ entregaId: z.number() }),
  prioridad: 'normal',
  maxIntentos: 2000,
})

/** Put the events after a position in line for a webhook again, a part of them at a time. */
export const webhookRepetir = defineTask({
  tipo: 'webhook_repetir',
  v: 1,
  datos: z.object({ webhookId: z.string(), desde: z.number(), hasta: z.number() }),
  prioridad: 'baja',
  maxIntentos: 8,
})
