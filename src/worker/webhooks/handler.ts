import { timelineQuery } from '@projections/linea_tiempo/timeline'
import { webhook } from '@projections/outbox/tasks'
import { shownAccountQuery } from '@projections/usuarios/shown'
import type { z } from 'zod'
import type { BatchItem } from '@/db/client'
import { retryBusy } from '@/db/client'
import { handleTask, type TaskHandler } from '@/redis/queue/task'
import type { WorkerParts } from '../parts'
import { messageOf } from './message'
import { type Delivery, sendMessage } from './send'
import { signMessage, webhookSecret } from './sign'
import { DELIVERY, IN_LINE, NEXT, NOTE_ATTEMPT } from './statements'

type Waiting = z.output<typeof DELIVERY.row>

/** For so long an event is tried, in milliseconds: a day. */
export const TRIED_FOR_MS = 24 * 60 * 60_000

/** So many of a line go out in one run: longer, and its lease might run out. */
const IN_A_ROW = 50
const RUN_MS = 15_000

/**
 * Sends what waits for one webhook of one ticket, one after the other: nothing overtakes what failed. A line has one
 * task at a time; the next one's is made with this one's end, in one transaction.
 */
export function webhookHandler(parts: WorkerParts): TaskHandler {
  return handleTask(webhook, async ({ entregaId }, { ahora, primero, intento, signal }) => {
    const db = parts.db.as('api_server')
    const first = await db.first(DELIVERY, { id: entregaId })
    // Its webhook was deleted.
    if (first === null) return { resultado: { estado: null } }
    // An earlier run got as far as this, and may have ended before it had the next one begin.
    if (first.estado !== 'pendiente')
      return { writes: [nextItem(first, ahora)], resultado: { estado: first.estado } }
    let waiting: Waiting = first
    const until = performance.now() + RUN_MS
    for (let sent = 0; ; sent++) {
      const own = waiting.id === entregaId
      const waited = own ? ahora - primero : 0
      const [estado, delivery] = await deliver(parts, waiting, waited, signal)
      const item = note(waiting, estado, delivery, { ahora, intento: own ? intento : 1 })
      const { webhookId, ticketId } = waiting
      const more = estado !== 'pendiente' && sent < IN_A_ROW && performance.now() < until && !signal.aborted
      const next: Waiting | null = more
        ? await db.first(IN_LINE, { webhook: webhookId, ticket: ticketId, tras: waiting.id })
        : null
      if (next === null && !(own && estado === 'pendiente'))
        return { writes: [item, nextItem(waiting, ahora)] }
      await retryBusy(() => parts.db.as('dispatcher').batch([item]))
      if (next === null) throw new Error(delivery?.error ?? 'no respondió')
      waiting = next
    }
  })
}

/**
 * Tries one delivery.
 * @param waited since it was tried first: when its event was recorded, or it was put in line, says nothing of that
 * @returns what became of it: `pendiente`, to be tried again, until a day has passed
 */
async function deliver(
  parts: WorkerParts,
  waiting: Waiting,
  waited: number,
  signal: AbortSignal,
): Promise<readonly [Estado, Delivery | null]> {
  const body = await bodyOf(parts, waiting)
  if (body === null) return ['omitida', null]
  const { clave, privadas } = parts.config.webhooks
  const secret = await webhookSecret(clave, waiting.webhookId)
  // A key that is put in later lets the line go on: parked, it would keep all that comes after it waiting.
  if (secret === null) throw new Error('WEBHOOK_KEY no está puesta')
  const message = signMessage(secret, `msg_${waiting.eventoId}`, body, Date.now())
  const delivery = await sendMessage(waiting.url, message, { privadas, signal })
  if (delivery.ok) return ['entregada', delivery]
  return [waited >= TRIED_FOR_MS ? 'muerta' : 'pendiente', delivery]
}

/** What is sent: the event as its owner's own timeline shows it now; null where they may not see it, or not this way. */
async function bodyOf(
  { db }: WorkerParts,
  { usuarioId, ticketId, version, posicion, notas, activo }: Waiting,
): Promise<string | null> {
  const reader = db.as('api_server')
  const owner = await shownAccountQuery(reader, usuarioId)
  if (!activo || !owner?.activo) return null
  const range = { desde: version - 1, hasta: version + 1, limite: 1 }
  const [item] = (await timelineQuery(reader, owner, ticketId, range)).eventos
  if (item?.evento.sobre.posicion !== posicion || (item.evento.sobre.esInterno && !notas)) return null
  return messageOf(item)
}

interface Moment {
  readonly ahora: number
  readonly intento: number
}

type Estado = 'pendiente' | 'entregada' | 'omitida' | 'muerta'

function nextItem({ webhookId, ticketId }: Waiting, ahora: number): BatchItem {
  const args = { webhook: webhookId, ticket: ticketId, ahora: new Date(ahora).toISOString() }
  return { statement: NEXT, args }
}

function note(
  { id }: Waiting,
  estado: Estado,
  delivery: Delivery | null,
  { ahora, intento }: Moment,
): BatchItem {
  const { codigo = null, milisegundos = null, error = null } = delivery ?? {}
  const at = new Date(ahora).toISOString()
  return {
    statement: NOTE_ATTEMPT,
    args: { id, estado, intentos: intento, codigo, ms: milisegundos, error, ahora: at },
  }
}
