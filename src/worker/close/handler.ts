import { z } from 'zod'
import type { CommandResult } from '@/commands/types'
import { defineQuery } from '@/db/queries'
import type { Actor } from '@/domain/actor'
import { CUENTA_SISTEMA } from '@/domain/values'
import { stableUlid } from '@/io/stable-id'
import { defineTask, handleTask, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'

/** Close what is resolved and of which nobody has said anything for long. */
export const cerrarResueltos = defineTask({
  tipo: 'cerrar_resueltos',
  v: 1,
  datos: z.object({ tramo: z.string() }),
  prioridad: 'baja',
  maxIntentos: 5,
})

const Silent = z.object({ id: z.number(), version: z.number(), fecha: z.string() })
type Silent = z.infer<typeof Silent>

// What was imported has been silent here since it was recorded: its people get their days, too.
const SILENT = defineQuery({
  name: 'tickets.callados',
  roles: ['batch_worker'],
  sql: `SELECT t.id, t.version, t.fecha_actualizacion AS fecha FROM tickets t
    CROSS JOIN interacciones i ON i.ticket_id = t.id AND i.version = t.version AND i.fecha_registro <= :hasta
    WHERE t.estado = 'resuelto' AND t.fecha_actualizacion <= :hasta
      AND (t.fecha_actualizacion, t.id) > (:desde, :id)
    ORDER BY t.fecha_actualizacion, t.id LIMIT :limite`,
  row: Silent,
})

const ACTOR: Actor = { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'batch_worker' }
const DAY_MS = 24 * 60 * 60_000
const PAGE_SIZE = 100

/** What came of the tickets that were found: those that somebody touched meanwhile are theirs. */
type Closed = Record<'cerrados' | 'adelantados', number>

/** Closes resolved tickets after `diasCierre` days without any event; see closeSilent. */
export function closeHandler(parts: WorkerParts): TaskHandler {
  return handleTask(cerrarResueltos, async (_datos, { ahora, signal }) => {
    const { diasCierre } = parts.config
    if (diasCierre === 0) return { resultado: { apagado: true } }
    const hasta = new Date(ahora - diasCierre * DAY_MS).toISOString()
    const closed: Closed = { cerrados: 0, adelantados: 0 }
    for (let last: Silent | null = { id: 0, version: 0, fecha: '' }; last !== null && !signal.aborted; ) {
      const args = { hasta, desde: last.fecha, id: last.id, limite: PAGE_SIZE }
      const page: Silent[] = await parts.db.as('batch_worker').all(SILENT, args)
      const results = await Promise.all(page.map((ticket) => closeSilent(parts, ticket)))
      for (const what of results) closed[what] += 1
      last = page.length < PAGE_SIZE ? null : (page.at(-1) ?? null)
    }
    return { resultado: closed }
  })
}

/**
 * Closes a ticket as it was seen: a reply that came since stands against it, and wins. The command's id is the ticket's
 * at this version, so that doing it again, here or elsewhere, does nothing.
 * @throws OutcomeUnknown, or where the bus has too much to do: the task is tried again
 */
async function closeSilent({ bus }: WorkerParts, { id, version }: Silent): Promise<keyof Closed> {
  const result: CommandResult = await bus.dispatch({
    comandoId: stableUlid('cerrar_resueltos', String(id), String(version)),
    actor: ACTOR,
    comando: { tipo: 'cerrar_ticket', ticketId: id, motivo: 'resuelto', comentario: null },
    versionVista: version,
  })
  if (result.estado === 'rechazado' && result.rechazo.codigo === 'OCUPADO')
    throw new Error('la cola de comandos está llena')
  return result.estado === 'aceptado' ? 'cerrados' : 'adelantados'
}
