import { z } from 'zod'
import { sweepLinks } from '@/auth/access-links'
import { sweepAttempts } from '@/auth/attempts'
import { sweepSessions } from '@/auth/session'
import { type BatchItem, retryBusy } from '@/db/client'
import { purgeItem } from '@/redis/queue/status'
import { defineTask, handleTask, type TaskHandler } from '@/redis/queue/task'
import { FORGET_READ } from '../notify/statements'
import type { WorkerParts } from '../parts'
import { SWEEP_DELIVERIES } from '../webhooks/statements'

/** Take away what nobody needs any more. */
export const mantener = defineTask({
  tipo: 'mantener',
  v: 1,
  datos: z.object({ tramo: z.string() }),
  prioridad: 'baja',
  maxIntentos: 5,
})

const DAY_MS = 24 * 60 * 60_000
/** How long what is over is kept, in days: a notification that was read, a task that was done or given up. */
const KEPT_DAYS = { notificaciones: 90, tareas: 30, entregas: 30 } as const
// A batch holds the database for some milliseconds; what a run leaves, the next one takes.
const BATCH = 500
const MOST_BATCHES = 20

/** Sweeps, in bounded batches: ended sessions and links, old login attempts, read notifications, finished tasks. */
export function maintainHandler({ db }: WorkerParts): TaskHandler {
  const [auth, dispatcher] = [db.as('auth'), db.as('dispatcher')]
  const forget = (item: BatchItem) => async () => {
    const [result] = await retryBusy(() => dispatcher.batch([item]))
    return result?.rowsAffected ?? 0
  }
  return handleTask(mantener, async (_datos, { ahora, signal }) => {
    const before = (days: number) => new Date(ahora - days * DAY_MS).toISOString()
    const sweeps = {
      sesiones: () => sweepSessions(auth, ahora),
      enlaces: () => sweepLinks(auth, ahora),
      intentos: () => sweepAttempts(auth, ahora),
      notificaciones: forget({
        statement: FORGET_READ,
        args: { antes: before(KEPT_DAYS.notificaciones), limite: BATCH },
      }),
      entregas: forget({ statement: SWEEP_DELIVERIES, args: { desde: before(KEPT_DAYS.entregas) } }),
      tareas: forget(purgeItem(before(KEPT_DAYS.tareas), BATCH)),
    }
    const swept: Record<string, number> = {}
    for (const [name, sweep] of Object.entries(sweeps))
      swept[name] = await repeat(sweep, () => signal.aborted)
    return { resultado: swept }
  })
}

/** Until nothing is left to sweep, within bounds, the event loop free between. */
async function repeat(sweep: () => Promise<number>, stopped: () => boolean): Promise<number> {
  let total = 0
  for (let round = 0; round < MOST_BATCHES && !stopped(); round++) {
    const swept = await sweep()
    total += swept
    if (swept === 0) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return total
}
