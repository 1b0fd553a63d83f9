import { z } from 'zod'
import { defineTask } from '@/redis/queue/task'

const datos = {
  regla: z.string().max(60),
  /** True where it begins, false where it is over. */
  activa: z.boolean(),
  valor: z.number().nullable(),
  desde: z.string(),
}

/** What an alert says, whoever is told. */
export const AlertFacts = z.object(datos)
export type AlertFacts = z.infer<typeof AlertFacts>

/** Mail an administrator that a threshold's alert began or is over. */
export const alertaCorreo = defineTask({
  tipo: 'alerta_correo',
  v: 1,
  datos: z.object({ ...datos, cuentaId: z.number() }),
  prioridad: 'alta',
  maxIntentos: 20,
})

/** Tell the address in ALERT_WEBHOOK_URL the same. */
export const alertaWebhook = defineTask({
  tipo: 'alerta_webhook',
  v: 1,
  datos: AlertFacts,
  prioridad: 'alta',
  maxIntentos: 20,
})
