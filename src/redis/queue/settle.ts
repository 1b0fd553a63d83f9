import { type BatchItem, type BatchResult, pause, retryBusy } from '@/db/client'
import { classifyFailure } from '@/db/errors'
import { bornOf, type TaskQueue } from '../queue'
import type { Settled } from './dispatch'
import { addAttempt, backoff, firstAttempt, postponement } from './history'
import { type ClaimedTask, DONE, DONE_FENCED, FAILED, RELEASE } from './statements'

/** What a worker has to say of a task that it holds. */
export type Ending =
  | { readonly como: 'hecha'; readonly writes: readonly BatchItem[]; readonly resultado: string | null }
  | { readonly como: 'fallida'; readonly error: string; readonly permanente: boolean }
  /** Left to a worker of another build: no attempt, until it has been for too long. */
  | { readonly como: 'aplazada'; readonly error: string }
  | { readonly como: 'devuelta' }

/** What was written: `perdidas` is nothing at all, for the lease had passed to somebody else. */
export type Written = 'hechas' | 'reintentadas' | 'aparcadas' | 'devueltas' | 'perdidas'

export interface Ended {
  readonly task: ClaimedTask
  /** After so many attempts a failed one is the last. */
  readonly maxIntentos: number
  readonly ending: Ending
}

/** What became of a task, and what Redis is told of it: nothing where it is somebody else's. */
type Fate = readonly [Written, Omit<Settled, 'id' | 'prioridad'> | null]

const DONE_FATE: Fate = ['hechas', { que: 'fin', desde: 0 }]
const LOST: Fate = ['perdidas', null]

/**
 * Writes the ends of several tasks in one transaction, each only while its fence stands, then tells Redis, and of the
 * tasks that were borne with them.
 * @returns what became of each; what failed for its own effects is written as a failed attempt
 * @throws what the database says: whatever was not written is taken again when its lease runs out
 */
export async function writeEnds(queue: TaskQueue, ended: readonly Ended[]): Promise<Map<Ended, Written>> {
  const effects = ended.filter(({ ending }) => ending.como === 'hecha' && ending.writes.length > 0)
  const plain = ended.filter((one) => !effects.includes(one))
  const written = new Map<Ended, Written>()
  const ways: Settled[] = []
  const note = (one: Ended, [what, way]: Fate) => {
    written.set(one, what)
    if (way) ways.push({ id: one.task.id, prioridad: one.task.prioridad, ...way })
  }
  const failed: Ended[] = []
  if (await tryTogether(queue, effects)) for (const one of effects) note(one, DONE_FATE)
  else
    for (const one of effects) {
      const error = await tryAlone(queue, one)
      if (error === null) note(one, DONE_FATE)
      else if (error instanceof LostTask) note(one, LOST)
      else failed.push({ ...one, ending: { como: 'fallida', error: error.message, permanente: false } })
    }
  const settled = await writePlain(queue, [...plain, ...failed])
  for (const [one, fate] of settled) note(one, fate)
  await queue.dispatch?.settle(ways)
  return written
}

/** Somebody else has the task, or it is over: nothing of the batch was written. */
class LostTask extends Error {
  override readonly name = 'LostTask'
}

function fencedItems(queue: TaskQueue, { task, ending }: Ended): BatchItem[] {
  if (ending.como !== 'hecha') return []
  const { id, valla } = task
  const args = { id, valla, resultado: ending.resultado, ahora: iso(queue.now()) }
  return [{ statement: DONE_FENCED, args }, ...ending.writes]
}

/** The effects of all in one transaction. @returns false where one of them can't go in */
async function tryTogether(queue: TaskQueue, effects: readonly Ended[]): Promise<boolean> {
  if (effects.length === 0) return true
  if (effects.length === 1) return false
  try {
    await persist(
      queue,
      effects.flatMap((one) => fencedItems(queue, one)),
    )
    return true
  } catch (error) {
    if (isUnsure(error)) throw error
    return false
  }
}

/** @returns null where it is written, LostTask, or what its own effects failed with */
async function tryAlone(queue: TaskQueue, one: Ended): Promise<Error | null> {
  try {
    const [fence] = await persist(queue, fencedItems(queue, one))
    return fence?.rowsAffected === 1 ? null : new LostTask(one.task.id)
  } catch (error) {
    if (isUnsure(error) || !(error instanceof Error)) throw error
    return /tareas_fence/.test(error.message) ? new LostTask(one.task.id, { cause: error }) : error
  }
}

/** What has no effects: one statement for each way to end. */
async function writePlain(
  queue: TaskQueue,
  ended: readonly Ended[],
): Promise<readonly (readonly [Ended, Fate])[]> {
  if (ended.length === 0) return []
  const now = queue.now()
  const planned = ended.map((one) => ({ one, ...plan(queue, one, now) }))
  const rowsOf = (...comos: readonly Ending['como'][]) =>
    JSON.stringify(
      planned.flatMap(({ one: { task, ending }, row }) =>
        comos.includes(ending.como) ? [[task.id, task.valla, ...row]] : [],
      ),
    )
  const items = [
    { statement: DONE, args: [rowsOf('hecha'), iso(now)] },
    { statement: FAILED, args: [rowsOf('fallida', 'aplazada')] },
    { statement: RELEASE, args: [rowsOf('devuelta')] },
  ].filter(({ args: [json] }) => json !== '[]')
  let results: readonly BatchResult[]
  try {
    results = await persist(queue, items)
  } catch (error) {
    if (isUnsure(error) || !(error instanceof Error)) throw error
    return await writeEach(queue, ended, error)
  }
  const held = new Set(results.flatMap(({ rows }) => rows.map((row) => row.id)))
  return planned.map(({ one, fate }) => [one, held.has(one.task.id) ? fate : LOST])
}

/** Where the table refuses one of several, the others go in without it, and that one as a failed attempt. */
async function writeEach(
  queue: TaskQueue,
  ended: readonly Ended[],
  error: Error,
): Promise<readonly (readonly [Ended, Fate])[]> {
  const [only, ...more] = ended
  if (only && more.length === 0) {
    // A failure that is refused too is nothing that the task did.
    if (only.ending.como !== 'hecha') throw error
    const ending = { como: 'fallida', error: `no se pudo anotar el resultado: ${error.message}` } as const
    const [failed] = await writePlain(queue, [{ ...only, ending: { ...ending, permanente: false } }])
    return failed ? [[only, failed[1]]] : []
  }
  const written: (readonly [Ended, Fate])[] = []
  for (const one of ended) written.push(...(await writePlain(queue, [one])))
  return written
}

/** What goes into the row behind its id and fence, and what that makes of the task. */
interface Plan {
  readonly row: readonly unknown[]
  readonly fate: Fate
}

function plan(queue: TaskQueue, { task, maxIntentos, ending }: Ended, now: number): Plan {
  switch (ending.como) {
    case 'hecha':
      return { row: [ending.resultado], fate: DONE_FATE }
    case 'devuelta':
      return { row: [], fate: ['devueltas', { que: 'vuelve', desde: 0 }] }
    case 'fallida':
    case 'aplazada': {
      const { intentos, vence } = task
      const historial = addAttempt(task.historial, {
        fecha: iso(now),
        intento: intentos,
        error: ending.error,
      })
      const wait = waitAfter(queue, { task, maxIntentos, ending }, now)
      if (wait === null)
        return {
          row: ['aparcada', vence, historial, iso(now), 0],
          fate: ['aparcadas', { que: 'muerta', desde: 0 }],
        }
      const desde = now + wait
      return {
        row: ['pendiente', iso(desde), historial, null, ending.como === 'aplazada' ? 1 : 0],
        fate: ['reintentadas', { que: 'luego', desde }],
      }
    }
  }
}

/** How long a task that was not done waits, in milliseconds; null where it is parked. */
function waitAfter(queue: TaskQueue, { task, maxIntentos, ending }: Ended, now: number): number | null {
  if (ending.como === 'aplazada') {
    const first = firstAttempt(task.historial)
    return postponement(first === null ? now : Date.parse(first.fecha), now, queue.random())
  }
  const last = (ending.como === 'fallida' && ending.permanente) || task.intentos >= maxIntentos
  return last ? null : backoff(task.intentos, queue.random())
}

const ATTEMPTS = 3

/** Sends a batch whose repetition its fences make harmless. */
async function persist(queue: TaskQueue, items: readonly BatchItem[]): Promise<BatchResult[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      const results = await retryBusy(() => queue.db.batch(items))
      await queue.announce(bornOf(results))
      return results
    } catch (error) {
      if (classifyFailure(error) !== 'incierto' || attempt >= ATTEMPTS) throw error
      await pause(attempt)
    }
  }
}

function isUnsure(error: unknown): boolean {
  return classifyFailure(error) !== 'propio'
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
