import { setImmediate } from 'node:timers/promises'
import type { AuditCursor } from '@projections/auditoria/filter'
import type { AuditPage } from '@projections/auditoria/search'
import type { AuditKey } from '@projections/auditoria/statements'

/** An event by its stream's place among the others, and its own in the log. */
export interface Place {
  readonly flujo: number
  readonly posicion: number
}

/** How many events are held by their places at a time, twice as many at most. */
const ROOM = 100_000
// Tickets by their numbers, then accounts by theirs: no ticket's number comes near.
const ACCOUNTS = 2 ** 52

interface Search {
  /** The next page of what is looked for, in whatever order, that of the log or another. */
  readonly find: (cursor: AuditCursor | null) => Promise<AuditPage<AuditKey>>
  /** Told how many events there are before the first of them is given. */
  readonly onFound?: (events: number) => void
  readonly room?: number
}

/**
 * The places of all that is found, stream after stream, and in each in the log's order. Memory is bounded: where there
 * are more than it may hold, it looks again from the beginning for those that come after.
 * @returns in pieces; a stream may go on in the next one
 */
export async function* inStreams({ find, onFound, room = ROOM }: Search): AsyncGenerator<readonly Place[]> {
  for (let after: Place | null = null, first = true; ; first = false) {
    const nearest: Nearest = new Nearest(after, room)
    let found = 0
    for (let cursor: AuditCursor | null = null, more = true; more; ) {
      const page = await find(cursor)
      for (const { id, ticket_id, cuenta_id } of page.filas)
        nearest.take(ticket_id ?? ACCOUNTS + (cuenta_id ?? 0), id)
      found += page.filas.length
      cursor = page.siguiente
      more = cursor !== null
      // Calls on a file database never leave the event loop by themselves.
      await setImmediate()
    }
    if (first) onFound?.(found)
    yield* nearest.inOrder()
    if (nearest.end === null) return
    after = nearest.end
  }
}

/** The first of the places after one, as many as there is room for. */
class Nearest {
  /** Nothing beyond it is held; null while nothing was left out. */
  end: Place | null = null
  #held = 0
  readonly #streams = new Map<number, number[]>()

  constructor(
    private readonly after: Place | null,
    private readonly room: number,
  ) {}

  take(flujo: number, posicion: number): void {
    if (this.after && !isBeyond(flujo, posicion, this.after)) return
    if (this.end && isBeyond(flujo, posicion, this.end)) return
    const known = this.#streams.get(flujo)
    if (known) known.push(posicion)
    else this.#streams.set(flujo, [posicion])
    if (++this.#held > 2 * this.room) this.#shrink()
  }

  *inOrder(): Generator<readonly Place[]> {
    for (const flujo of this.#order())
      yield sorted(this.#streams.get(flujo)).map((posicion) => ({ flujo, posicion }))
  }

  #order(): number[] {
    return sorted([...this.#streams.keys()])
  }

  #shrink(): void {
    let left = this.room
    for (const flujo of this.#order()) {
      const kept = sorted(this.#streams.get(flujo)).slice(0, left)
      const last = kept.at(-1)
      if (last === undefined) this.#streams.delete(flujo)
      else {
        this.#streams.set(flujo, kept)
        this.end = { flujo, posicion: last }
        left -= kept.length
      }
    }
    this.#held = this.room - left
  }
}

function isBeyond(flujo: number, posicion: number, place: Place): boolean {
  return flujo > place.flujo || (flujo === place.flujo && posicion > place.posicion)
}

function sorted(numbers: readonly number[] = []): number[] {
  return numbers.toSorted((a, b) => a - b)
}
