import { type Connection, retryBusy } from '@/db/client'
import { FOLLOWERS } from '../registry'
import { Follower, type FollowerOptions } from './follower'
import type { LogFollower } from './projection'

export interface RunnerOptions extends Pick<FollowerOptions, 'now' | 'titular' | 'onProjected'> {
  /** A connection under `projector`. */
  readonly db: Connection
  /** How long it sleeps where nobody wakes it, in milliseconds: what other processes append is found then. */
  readonly pollEvery: number
  readonly leaseFor?: number
  readonly projections?: readonly LogFollower[]
  /** Told of what the database refused; the runner goes on by itself. */
  readonly onError?: (projection: string, error: unknown) => void
}

/** Keeps the catch-up projections up to date, each by itself: one that stands still holds no other up. */
export interface Runner {
  /** Something was appended. */
  wake(): void
  /** Ends after the chunks in work, and gives the leases back. */
  stop(): Promise<void>
}

// A poisonous event stays one until the code or the log's reader changes; other failures pass.
const SLOWEST_POLL_MS = 60_000

/** Starts following the log. */
export function startRunner(options: RunnerOptions): Runner {
  const { projections = FOLLOWERS, leaseFor = 5000 } = options
  const loops = projections.map(
    (projection) => new Loop(new Follower(projection, { ...options, leaseFor }), options),
  )
  return {
    wake: () => {
      for (const loop of loops) loop.wake()
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

class Loop {
  #stopped = false
  #woken = false
  #rouse: (() => void) | null = null
  readonly #ended: Promise<void>

  constructor(
    private readonly follower: Follower,
    private readonly options: RunnerOptions,
  ) {
    this.#ended = this.#run()
  }

  wake(): void {
    this.#woken = true
    this.#rouse?.()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#rouse?.()
    await this.#ended
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#stopped) {
      this.#woken = false
      failures = (await this.#followOnce()) ? 0 : failures + 1
      const pause = Math.min(this.options.pollEvery * 2 ** failures, SLOWEST_POLL_MS)
      if (!this.#woken || failures > 0) await this.#sleep(pause, failures > 0)
    }
    await retryBusy(() => this.follower.release()).catch((error: unknown) => this.#report(error))
  }

  /** @returns false where it could not go on */
  async #followOnce(): Promise<boolean> {
    try {
      return (await retryBusy(() => this.follower.follow(() => this.#stopped))) !== 'veneno'
    } catch (error) {
      this.#report(error)
      return false
    }
  }

  #report(error: unknown): void {
    this.options.onError?.(this.follower.projection.nombre, error)
  }

  /** Until somebody wakes it; after a failure the whole time, whoever appends meanwhile. */
  async #sleep(ms: number, whole: boolean): Promise<void> {
    if (this.#stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      // Sleeping keeps no process alive.
      timer.unref()
      this.#rouse = () => {
        if (whole && !this.#stopped) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = null
  }
}
