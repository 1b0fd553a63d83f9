import { z } from 'zod'
import { dueMaintenance } from '@/backup/mantenimiento/due'
import { bornAt, lastDone, ORIGENES, type Origen } from '@/backup/mantenimiento/runs'
import { ACCIONES_MANTENIMIENTO, type AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { insertTasks, newTask } from '@/redis/queue'
import { defineTask, handleTask, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'

/** See what maintenance the calendar wants. */
export const calendario = defineTask({
  tipo: 'calendario',
  v: 1,
  datos: z.object({ tramo: z.string() }),
  prioridad: 'baja',
  maxIntentos: 5,
})

/** Do one thing to the database or its backups. */
export const mantenimiento = defineTask({
  tipo: 'mantenimiento',
  v: 1,
  datos: z.object({ accion: z.enum(ACCIONES_MANTENIMIENTO), origen: z.enum(ORIGENES) }),
  prioridad: 'baja',
  maxIntentos: 3,
})

/** Puts a task in for each thing that is due, in order; nothing where a folder for backups is missing. */
export function calendarHandler({ db, config }: WorkerParts): TaskHandler {
  return handleTask(calendario, async ({ tramo }, { ahora }) => {
    const { plan, hora, carpeta } = config.respaldo
    const admin = db.as('admin')
    const due = dueMaintenance(plan, hora, await lastDone(admin), await bornAt(admin), ahora).filter(
      (accion) => {
        const ofBackups = accion === 'full' || accion === 'incremental' || accion === 'drill'
        // What a remote platform does by itself is not ours to do again.
        return ofBackups ? carpeta !== null : config.database.esArchivo
      },
    )
    if (due.length === 0) return { resultado: { toca: due } }
    const tasks = due.map((accion, index) =>
      newTask(
        mantenimiento,
        { accion, origen: 'plan' },
        { id: `mantenimiento:${accion}:${tramo}`, vence: new Date(ahora + index).toISOString() },
      ),
    )
    return { writes: [insertTasks(tasks, new Date(ahora).toISOString())], resultado: { toca: due } }
  })
}

/** Runs one after another, each in a child process; what another machine is doing is waited for by trying again. */
export function maintenanceHandler({ newId, runChild }: WorkerParts): TaskHandler {
  let turn: Promise<unknown> = Promise.resolve()
  return handleTask(mantenimiento, async ({ accion, origen }, { signal }) => {
    const mine = turn.then(async () => {
      // Somebody else has the task by now: it is not done twice.
      if (signal.aborted) throw new Error('otro proceso tiene la tarea')
      return await maintainInChild({ newId, runChild }, accion, origen)
    })
    turn = mine.catch(() => undefined)
    return { resultado: resultOf(await mine) }
  })
}

/**
 * Does one thing to the database or its backups in a process of its own, kept as a row and noted in the log.
 * @returns what it said, as JSON
 * @throws what it complained of
 */
export async function maintainInChild(
  { newId, runChild }: Pick<WorkerParts, 'newId' | 'runChild'>,
  accion: AccionMantenimiento,
  origen: Origen,
): Promise<string> {
  const args = ['maintenance', 'run', accion, '--origen', origen, '--id', newId(), '--json']
  const { code, out, err } = await runChild(args)
  if (code !== 0) throw new Error(err.trim().slice(-1000) || `terminó con el código ${code}`)
  return out
}

const Said = z.object({ resultado: z.unknown() })

/** What is kept with the task is short: the rest is in the run's own row. */
function resultOf(out: string): unknown {
  const { resultado } = Said.parse(JSON.parse(out))
  return JSON.stringify(resultado ?? null).length > 3000 ? null : resultado
}
