import { yieldTurn } from '@projections/engine/events'
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

const Resolved = z.object({
  id: z.number(),
  version: z.number(),
  fecha: z.string(),
  /** Whether its last event was recorded so long ago too. */
  callado: z.number(),
})
type Resolved = z.infer<typeof Resolved>
type Last = Pick<Resolved, 'id' | 'fecha'>

// What was imported has been silent here since it was recorded: its people get their days, too. The limit bounds what is
// looked at, not what is found: of an old desk's import nothing may be, and a statement holds the process up.
const RESOLVED = defineQuery({
  name: 'tickets.callados',
  roles: ['batch_worker'],
  sql: `SELECT r.id, r.version, r.fecha, coalesce(i.fecha_registro <= :hasta, 0) AS callado
    FROM (
      SELECT id, version, fecha_actualizacion AS fecha FROM tickets
      WHERE estado = 'resuelto' AND fecha_actualizacion <= :hasta AND (fecha_actualizacion, id) > (:desde, :id)
      ORDER BY fecha_actualizacion, id LIMIT :limite) r
    LEFT JOIN interacciones i ON i.ticket_id = r.id AND i.version = r.version
    ORDER BY r.fecha, r.id`,
  row: Resolved,
})

const ACTOR: Actor = { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'batch_worker' }
const DAY_MS = 24 * 60 * 60_000
const PAGE_SIZE = 100

/** What came of the tickets that were found: those that somebody touched meanwhile are theirs; what is rejected is told. */
type Closed = Record<'cerrados' | 'adelantados' | 'rechazados', number>

/** Closes resolved tickets after `diasCierre` days without any event; see closeSilent. */
export function closeHandler(parts: WorkerParts): TaskHandler {
  return handleTask(cerrarResueltos, async (_datos, { ahora, signal }) => {
    const { diasCierre } = parts.config
    if (diasCierre === 0) return { resultado: { apagado: true } }
    const hasta = new Date(ahora - diasCierre * DAY_MS).toISOString()
    const closed: Closed = { cerrados: 0, adelantados: 0, rechazados: 0 }
    for (let last: Last | null = { id: 0, fecha: '' }; last !== null && !signal.aborted; ) {
      const args = { hasta, desde: last.fecha, id: last.id, limite: PAGE_SIZE }
      const page: Resolved[] = await parts.db.as('batch_worker').all(RESOLVED, args)
      const silent = page.filter(({ callado }) => callado === 1)
      const results = await Promise.all(silent.map((ticket) => closeSilent(parts, ticket)))
      await yieldTurn()
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
async function closeSilent({ bus }: WorkerParts, { id, version }: Resolved): Promise<keyof Closed> {
  const result: CommandResult = await bus.dispatch({
    comandoId: stableUlid('cerrar_resueltos', String(id), String(version)),
    actor: ACTOR,
    comando: { tipo: 'cerrar_ticket', ticketId: id, motivo: 'resuelto', comentario: null },
    versionVista: version,
  })
  if (result.estado === 'rechazado' && result.rechazo.codigo === 'OCUPADO')
    throw new Error('la cola de comandos está llena')
  if (result.estado === 'rechazado') return 'rechazados'
  return result.estado === 'aceptado' ? 'cerrados' : 'adelantados'
}
