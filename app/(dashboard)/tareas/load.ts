import { z } from 'zod'
import { countDoneSince, listEndedTasks, queueStatus, type StoredTask } from '@/redis/queue/status'
import { getRuntime } from '@/runtime'

const PAGE_SIZE = 20
const DAY_MS = 24 * 60 * 60_000

/** Where the list goes on; whoever writes another address begins at its beginning. */
const Cursor = z.object({ fecha: z.iso.datetime({ precision: 3 }), id: z.string().min(1).max(200) })

/** How the queue stands, what passes it on, and a page of what was parked. */
export async function loadTasks(params: Readonly<Record<string, unknown>>) {
  const { queue, redis } = await getRuntime()
  const after = Cursor.safeParse(params).data
  const [status, hechas, found] = await Promise.all([
    queueStatus(queue),
    countDoneSince(queue, new Date(Date.now() - DAY_MS).toISOString()),
    listEndedTasks(queue, 'aparcada', PAGE_SIZE + 1, after),
  ])
  const tareas: readonly StoredTask[] = found.slice(0, PAGE_SIZE)
  const last = found.length > PAGE_SIZE ? tareas.at(-1) : undefined
  return {
    status,
    hechas,
    reparto: { tipo: redis.tipo, ...redis.state },
    tareas,
    primera: after === undefined,
    siguiente: last && { fecha: last.fechaFin ?? '', id: last.id },
  }
}

export type Tasks = Awaited<ReturnType<typeof loadTasks>>
