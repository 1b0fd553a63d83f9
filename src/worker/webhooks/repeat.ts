import { webhookRepetir } from '@projections/outbox/tasks'
import { MATCH_ONE } from '@projections/outbox/webhooks'
import { insertTasks, newTask } from '@/redis/queue'
import { handleTask, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'
import { EVENTS_AFTER, LINE_UP, START_LINES } from './statements'

const CHUNK = 500

/** Puts the events after a position in line again, behind what waits there: a part, and the task of the next part. */
export function repeatHandler({ db }: WorkerParts): TaskHandler {
  return handleTask(webhookRepetir, async ({ webhookId, desde, hasta }, { id, ahora }) => {
    const reader = db.as('api_server')
    const events = await reader.all(EVENTS_AFTER, { desde, hasta, limite: CHUNK })
    const rows = events.map(({ posicion, eventoId, ticketId, version, tipo, interno }) => [
      posicion,
      eventoId,
      ticketId,
      version,
      tipo,
      interno,
    ])
    const matched = await reader.all(MATCH_ONE, { eventos: JSON.stringify(rows), webhook: webhookId })
    const at = new Date(ahora).toISOString()
    const lines = matched.map((one) => [
      webhookId,
      one.posicion,
      one.eventoId,
      one.ticketId,
      one.version,
      one.tipo,
      at,
    ])
    const tickets = JSON.stringify([...new Set(matched.map(({ ticketId }) => ticketId))])
    const last = events.at(-1)?.posicion
    const rest =
      last === undefined || events.length < CHUNK
        ? []
        : [
            newTask(
              webhookRepetir,
              { webhookId, desde: last, hasta },
              { id: `${root(id)}:${last}`, vence: at },
            ),
          ]
    return {
      writes: [
        { statement: LINE_UP, args: [JSON.stringify(lines)] },
        { statement: START_LINES, args: { webhook: webhookId, tickets, ahora: at } },
        ...(rest.length === 0 ? [] : [insertTasks(rest, at)]),
      ],
      resultado: { puestas: lines.length },
    }
  })
}

/** Every part of one repetition has the name of its first, and where it begins. */
function root(id: string): string {
  return id.split(':').slice(0, 2).join(':')
}
