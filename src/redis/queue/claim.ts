import { type BatchItem, retryBusy } from '@/db/client'
import type { TaskQueue } from '../queue'
import type { Dispatch } from './dispatch'
import { refill } from './refill'
import { CLAIM, CLAIM_DUE, ClaimedTask, STILL_PENDING } from './statements'

export interface Claim {
  /** ULID of the worker. */
  readonly titular: string
  /** Milliseconds. */
  readonly leaseFor: number
  readonly limite: number
}

/** How often Redis is asked again where it had been emptied, or the table refused all that it gave; then the table is. */
const ROUNDS = 20

/** Takes tasks: from Redis, where it passes them on; from the table, which has what Redis lost. */
export class Claimer {
  #swept = Number.NEGATIVE_INFINITY

  /** The next take looks through the table first, whatever Redis would say. */
  sweepNext(): void {
    this.#swept = Number.NEGATIVE_INFINITY
  }

  /** @param sweepEvery how often the table is looked at although Redis answers, in milliseconds */
  constructor(
    private readonly queue: TaskQueue,
    private readonly sweepEvery: number,
  ) {}

  /**
   * The next tasks, leased to this worker, the highest priority first.
   * @throws what the database says
   */
  async take(claim: Claim): Promise<readonly ClaimedTask[]> {
    const dispatch = this.queue.dispatch
    if (dispatch === null) return await this.#fromTable(claim)
    if (this.queue.now() - this.#swept >= this.sweepEvery) {
      this.#swept = this.queue.now()
      const swept = await this.#fromTable(claim)
      if (swept.length > 0) return swept
    }
    return await this.#fromRedis(dispatch, claim)
  }

  async #fromRedis(dispatch: Dispatch, claim: Claim): Promise<readonly ClaimedTask[]> {
    for (let round = 1; round <= ROUNDS; round++) {
      const taken = await dispatch.take(claim.limite, claim.leaseFor)
      if (taken === null) return await this.#fromTable(claim)
      if (!taken.llena) {
        if (await refill(this.queue, dispatch)) continue
        break
      }
      const claimed = await this.#claimIds(taken.ids, claim)
      // Ids that the table refuses may stand before good ones; they are gone with this round.
      if (claimed.length > 0 || taken.ids.length === 0) return claimed
    }
    return await this.#fromTable(claim)
  }

  async #fromTable({ titular, leaseFor, limite }: Claim): Promise<readonly ClaimedTask[]> {
    return await this.#claim({ statement: CLAIM_DUE, args: { ...this.#lease(titular, leaseFor), limite } })
  }

  async #claimIds(ids: readonly string[], { titular, leaseFor }: Claim): Promise<readonly ClaimedTask[]> {
    if (ids.length === 0) return []
    const args = { ...this.#lease(titular, leaseFor), ids: JSON.stringify(ids) }
    const claimed = await this.#claim({ statement: CLAIM, args })
    const mine = new Set(claimed.map(({ id }) => id))
    // These are this worker's by now, whatever becomes of the others: those come back when Redis's lease runs out.
    await this.#drop(ids.filter((id) => !mine.has(id))).catch(() => undefined)
    return claimed
  }

  #lease(titular: string, leaseFor: number) {
    const now = this.queue.now()
    return {
      titular,
      ahora: new Date(now).toISOString(),
      hasta: new Date(now + leaseFor).toISOString(),
    }
  }

  async #claim(item: BatchItem): Promise<ClaimedTask[]> {
    const [result] = await retryBusy(() => this.queue.db.batch([item]))
    const claimed = (result?.rows ?? []).map((row) => ClaimedTask.parse(row))
    return claimed.sort(
      (a, b) => a.prioridad - b.prioridad || compare(a.vence, b.vence) || compare(a.id, b.id),
    )
  }

  /** What the table refused is over, or not due yet, or somebody else's: it leaves, or comes back in its time. */
  async #drop(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    const pending = await this.queue.db.all(STILL_PENDING, [JSON.stringify(ids)])
    const later = new Map(pending.map((task) => [task.id, task]))
    await this.queue.dispatch?.settle(
      ids.map((id) => {
        const task = later.get(id)
        if (!task) return { id, que: 'fin', prioridad: 0, desde: 0 }
        return { id, que: 'luego', prioridad: task.prioridad, desde: Date.parse(task.desde) }
      }),
    )
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
