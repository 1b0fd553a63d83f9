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
