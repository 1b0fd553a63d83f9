import { defineWrite } from '@/db/queries'

/**
 * Takes the outbox to the end of the log without doing anything: what happened long ago is not to be told anyone again.
 * For a log that was restored, replayed or made.
 */
export const SKIP_OUTBOX = defineWrite({
  name: 'outbox.pasar_por_alto',
  roles: ['admin'],
  sql: `UPDATE checkpoints SET posicion = (SELECT coalesce(max(id), 0) FROM interacciones) WHERE proyeccion = 'outbox'`,
})

/**
 * Ends all that waits to be sent to webhooks, with what is to be said of it. For a log that was restored: what became of
 * these nobody knows, and one whose task is gone would keep all that comes after it waiting.
 */
export const END_PENDING_DELIVERIES = defineWrite({
  name: 'webhooks.dar_por_perdidas',
  roles: ['admin'],
  sql: `UPDATE webhooks_entregas SET estado = 'muerta', fecha_intento = :ahora, error = substr(:error, 1, 500)
    WHERE estado = 'pendiente'`,
})
