import { type Connection, retryBusy } from '@/db/client'
import { FOLLOWERS } from '../registry'
import { Follower, type FollowerOptions } from './follower'
import { Loop } from './loop'
import type { LogFollower } from './projection'

export interface RunnerOptions extends Pick<FollowerOptions, 'now' | 'titular' | 'turn' | 'onProjected'> {
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

/** Starts following the log. */
export function startRunner(options: RunnerOptions): Runner {
  const { projections = FOLLOWERS, leaseFor = 5000 } = options
  const loops = projections.map((projection) => {
    const follower = new Follower(projection, { ...options, leaseFor })
    return new Loop({
      nombre: projection.nombre,
      // A poisonous event stays one until the code or the log's reader changes; other failures pass.
      work: async (stopped) => (await retryBusy(() => follower.follow(stopped))) !== 'veneno',
      end: () => retryBusy(() => follower.release()),
      pollEvery: options.pollEvery,
      onError: options.onError,
    })
  })
  return {
    wake: () => {
      for (const loop of loops) loop.wake()
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
