import { type NewTask, newTask } from '@/redis/queue'
import type { TaskKind } from '@/redis/queue/task'

/** How much of an instant's text names the stretch of time that a task is for. */
const STRETCHES = { hora: 13 } as const

/** A task that recurs: one for each stretch of time, however many workers see it begin. */
export interface Schedule {
  readonly tipo: string
  /** The task of the stretch that an instant is in. @param ahora UTC */
  task(ahora: string): NewTask
}

/**
 * Says that a task recurs.
 * @param datos from the stretch's name (`2026-11-24T15` is an hour), which is also the end of the task's id
 */
export function defineSchedule<Datos>(
  kind: TaskKind<Datos>,
  cada: keyof typeof STRETCHES,
  datos: (tramo: string) => Datos,
): Schedule {
  return {
    tipo: kind.tipo,
    task(ahora) {
      const tramo = ahora.slice(0, STRETCHES[cada])
      return newTask(kind, datos(tramo), { id: `${kind.tipo}:${tramo}`, vence: ahora })
    },
  }
}

/** The tasks of all schedules whose stretch has begun, but for those that `seen` has, by kind, as the last one put in. */
export function dueTasks(
  schedules: readonly Schedule[],
  ahora: string,
  seen: ReadonlyMap<string, string>,
): NewTask[] {
  return schedules.map((schedule) => schedule.task(ahora)).filter(({ tipo, id }) => seen.get(tipo) !== id)
}
