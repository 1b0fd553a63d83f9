import { z } from 'zod'
import { Id } from '@/domain/values'
import { defineTask } from '@/redis/queue/task'

/** Write to somebody of an event. It names both and says nothing: what may be told is read when it is sent. */
export const correo = defineTask({
  tipo: 'correo',
  v: 1,
  datos: z.object({ ticketId: Id, version: Id, cuentaId: Id }),
  prioridad: 'baja',
  // With its pauses, several hours of a mail server that is down.
  maxIntentos: 60,
})

/** One mail an event and account. */
export function mailTaskId(eventoId: string, cuentaId: number): string {
  return `${correo.tipo}:${eventoId}:${cuentaId}`
}
