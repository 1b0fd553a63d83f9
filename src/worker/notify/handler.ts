import { notificar } from '@projections/outbox/tasks'
import type { BatchItem } from '@/db/client'
import { isTicketEvent, type Recorded } from '@/domain/events'
import type { TicketEvent } from '@/domain/ticket/events'
import { decodeEvent } from '@/events/codec'
import { insertTasks, newTask } from '@/redis/queue'
import { handleTask, PermanentTaskError, type TaskHandler } from '@/redis/queue/task'
import { correo, mailTaskId } from '../mail/kind'
import type { WorkerParts } from '../parts'
import { candidates, recipients } from './recipients'
import { RECIPIENTS, TELL, TOLD_EVENT } from './statements'

/**
 * Tells people of an event. Who hears of it is decided now; the rows, and a task for each mail where there is mail, go
 * in with the acknowledgement: once.
 */
export function notifyHandler({ db, config }: WorkerParts): TaskHandler {
  return handleTask(notificar, async ({ eventoId }, { ahora }) => {
    const stored = await db.as('batch_worker').first(TOLD_EVENT, { evento: eventoId })
    const event = stored && decodeEvent(stored)
    if (!stored || !event || !isTicketEvent(event))
      throw new PermanentTaskError(`no hay ningún evento ${eventoId} de un ticket`)
    const ids = candidates(event, stored)
    const rows = await db.as('api_server').all(RECIPIENTS, [JSON.stringify(ids)])
    const told = recipients(event, stored, new Map(rows.map(({ id, ...cuenta }) => [id, cuenta])))
    if (told.length === 0) return { resultado: { avisados: 0 } }
    const at = new Date(ahora).toISOString()
    const mails = config.correo === null ? [] : [mailTasks(event, told, at)]
    return { writes: [tellItem(event, told, at), ...mails], resultado: { avisados: told.length } }
  })
}

function tellItem(event: Recorded<TicketEvent>, cuentas: readonly number[], ahora: string): BatchItem {
  const { eventoId, posicion, sujeto, esInterno } = event.sobre
  return {
    statement: TELL,
    args: {
      cuentas: JSON.stringify(cuentas),
      evento: eventoId,
      ticket: sujeto.id,
      tipo: event.tipo,
      posicion,
      interno: esInterno ? 1 : 0,
      ahora,
    },
  }
}

function mailTasks({ sobre }: Recorded<TicketEvent>, cuentas: readonly number[], ahora: string): BatchItem {
  const { eventoId, sujeto, version } = sobre
  const tasks = cuentas.map((cuentaId) =>
    newTask(
      correo,
      { ticketId: sujeto.id, version, cuentaId },
      { id: mailTaskId(eventoId, cuentaId), vence: ahora, eventoId },
    ),
  )
  return insertTasks(tasks, ahora)
}
