import type { BatchResult, Connection } from '@/db/client'
import { classifyFailure } from '@/db/errors'
import type { Recorded } from '@/domain/events'
import { decodeEvent } from '@/events/codec'
import type { StoredEvent } from '@/events/stored'
import { advanceItem, fencedBatch, LostFence } from './checkpoints'
import { CHUNK, readEvents } from './events'
import type { LogFollower } from './projection'

/** An event that a projection can't go over: it stands still before it, and says so. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent'
  constructor(
    readonly posicion: number,
    cause: unknown,
  ) {
    super(`event ${posicion}: ${describe(cause)}`, { cause })
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

export interface Step {
  readonly projection: LogFollower
  /** Where the projection stands. */
  readonly desde: number
  readonly titular: string | null
  readonly ahora: string
  readonly hasta: string
  /** Told of what the writes of a part gave, once they are in. */
  readonly onProjected?: ((results: readonly BatchResult[]) => void) | undefined
}

/**
 * Takes a projection over the next events: its rows and its checkpoint in one transaction.
 * @returns the position that it stands at now; the old one where there was nothing to do
 * @throws PoisonEvent after what came before that event was written; LostFence when another runner was faster
 */
export async function catchUpStep(db: Connection, step: Step): Promise<number> {
  const stored = await readEvents(db, step.desde, Number.MAX_SAFE_INTEGER, CHUNK)
  if (stored.length === 0) return step.desde
  const { events, poison } = decodeAll(stored)
  if (events.length > 0) await projectEvents(db, step, events)
  if (poison) throw poison
  return events.at(-1)?.sobre.posicion ?? step.desde
}

function decodeAll(stored: readonly StoredEvent[]): { events: Recorded[]; poison: PoisonEvent | null } {
  const events: Recorded[] = []
  for (const row of stored) {
    try {
      events.push(decodeEvent(row))
    } catch (cause) {
      return { events, poison: new PoisonEvent(row.id, cause) }
    }
  }
  return { events, poison: null }
}

async function projectEvents(db: Connection, step: Step, events: readonly Recorded[]): Promise<void> {
  const { projection, desde, titular, ahora, hasta } = step
  const { nombre: proyeccion, version } = projection
  let done = desde
  // Where a chunk fails, its halves are tried: what comes before the poison goes in, and the poison is named.
  const parts: (readonly Recorded[])[] = [events]
  for (let part = parts.shift(); part; part = parts.shift()) {
    const a = part.at(-1)?.sobre.posicion ?? done
    const fence = advanceItem({ proyeccion, version, titular, de: done, a, ahora, hasta })
    try {
      const writes = await projection.prepare(db, part)
      const results = await fencedBatch(db, [fence, ...writes])
      done = a
      step.onProjected?.(results)
    } catch (error) {
      if (!isOwnFault(error)) throw error
      if (part.length === 1) throw new PoisonEvent(a, error)
      const half = Math.ceil(part.length / 2)
      parts.unshift(part.slice(0, half), part.slice(half))
    }
  }
}

/** True where the rows or the events are at fault, and not the database, the network or a faster runner. */
function isOwnFault(error: unknown): boolean {
  return !(error instanceof LostFence) && classifyFailure(error) === 'propio'
}
