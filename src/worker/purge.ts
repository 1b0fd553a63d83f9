import { z } from 'zod'
import { purgeItem } from '@/redis/queue/status'
import { defineTask, handleTask } from '@/redis/queue/task'
import { defineSchedule } from './schedule'

const purgarTareas = defineTask({
  tipo: 'purgar_tareas',
  v: 1,
  datos: z.object({ tramo: z.string() }),
  prioridad: 'baja',
  maxIntentos: 3,
})

const KEPT_MS = 30 * 24 * 60 * 60_000
/** In one transaction, which others wait for. */
const AT_ONCE = 2000

/** Every hour, some of the tasks that ended more than thirty days ago are swept away. */
export const purgeSchedule = defineSchedule(purgarTareas, 'hora', (tramo) => ({ tramo }))

export const purgeHandler = handleTask(purgarTareas, (_datos, { ahora }) => ({
  writes: [purgeItem(new Date(ahora - KEPT_MS).toISOString(), AT_ONCE)],
}))
