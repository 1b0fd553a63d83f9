import type { RedisService } from '../client'
import { keys } from '../keys'
import { RedisUnavailable } from '../reply'
import { PUSH, QUEUE_KEYS, RENEW_LEASES, SETTLE, type Settlement, TAKE } from './scripts'
import type { PendingTask } from './statements'

/** What becomes of a task in Redis. */
export interface Settled {
  readonly id: string
  readonly que: Settlement
  readonly prioridad: number
  /** When it comes back, in milliseconds of the Unix epoch; only `luego` has a meaning for it. */
  readonly desde: number
}

/** What one take gave: ids to claim, and whether Redis had been given all that is pending before. */
export interface Taken {
  readonly ids: readonly string[]
  readonly llena: boolean
}

// A script blocks the server while it runs.
const PUSHED_AT_ONCE = 500

/** The way of tasks over Redis. Nothing here throws: what Redis doesn't do, the table does. */
export class Dispatch {
  constructor(
    private readonly redis: RedisService,
    private readonly now: () => number,
    private readonly onError: (what: string, error: unknown) => void,
  ) {}

  /** Puts tasks in. @returns false where Redis did not take them all */
  async push(tasks: readonly PendingTask[]): Promise<boolean> {
    for (let from = 0; from < tasks.length; from += PUSHED_AT_ONCE) {
      const words = tasks
        .slice(from, from + PUSHED_AT_ONCE)
        .flatMap(({ id, prioridad, desde }) => [id, prioridad, Date.parse(desde)])
      const put = await this.#try(() => this.redis.run(PUSH, QUEUE_KEYS, [this.now(), ...words]))
      if (put === null) return false
    }
    return true
  }

  /** Takes the next ids under a lease. @returns null where Redis doesn't answer */
  async take(limite: number, leaseFor: number): Promise<Taken | null> {
    const now = this.now()
    const taken = await this.#try(() => this.redis.run(TAKE, QUEUE_KEYS, [now, now + leaseFor, limite]))
    return taken === null ? null : { llena: taken[0] === 1, ids: taken[1] }
  }

  /** Ends leases. What is missed comes back when they run out, and is refused by the table then. */
  async settle(settled: readonly Settled[]): Promise<void> {
    if (settled.length === 0) return
    const words = settled.flatMap(({ id, que, prioridad, desde }) => [id, que, prioridad, desde])
    await this.#try(() => this.redis.run(SETTLE, QUEUE_KEYS, words))
  }

  async renew(ids: readonly string[], leaseFor: number): Promise<void> {
    if (ids.length === 0) return
    await this.#try(() => this.redis.run(RENEW_LEASES, QUEUE_KEYS, [this.now() + leaseFor, ...ids]))
  }

  /** Notes that all that was pending is in. @returns false where Redis did not take it */
  async markFilled(): Promise<boolean> {
    return (await this.#try(() => this.redis.redis.set(keys.tasks.filled, String(this.now())))) !== null
  }

  /** Takes an id off the list of the dead. */
  async unbury(id: string): Promise<void> {
    await this.#try(() => this.redis.redis.lrem(keys.tasks.dead, 0, id))
  }

  async #try<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work()
    } catch (error) {
      // That it is away is seen in its own state; what it answers should not be.
      if (!(error instanceof RedisUnavailable)) this.onError('redis', error)
      return null
    }
  }
}
