import type { BatchResult, Connection } from '@/db/client'
import type { Turn } from '@/db/turns'
import { catchUpStep, PoisonEvent } from './catch-up'
import {
  type Checkpoint,
  LostFence,
  noteFailure,
  readCheckpoint,
  releaseLease,
  takeLease,
} from './checkpoints'
import { yieldTurn } from './events'
import { readHead } from './head'
import type { LogFollower } from './projection'

export interface FollowerOptions {
  /** A connection under `projector`. */
  readonly db: Connection
  /** Now, in milliseconds of the Unix epoch. */
  readonly now: () => number
  /** ULID of this runner: whose lease it is. */
  readonly titular: string
  /** How long a lease holds without being renewed, in milliseconds. */
  readonly leaseFor: number
  /** When each chunk is taken; at once where others need no turn in between. */
  readonly turn?: Turn
  /** Told of what a chunk's writes gave, once they are in. */
  readonly onProjected?:
    | ((follower: LogFollower['nombre'], results: readonly BatchResult[]) => void)
    | undefined
}

/** What came of following: all is projected, it is not for this runner (another has it, or a rebuild comes first), or an event is poison. */
export type Followed = 'al_dia' | 'ajena' | 'veneno'

/** One projection as one runner follows it. */
export class Follower {
  #leased = false

  constructor(
    readonly projection: LogFollower,
    private readonly options: FollowerOptions,
  ) {}

  /**
   * Projects what is new, chunk by chunk, until there is nothing left or `stopped` says so.
   * @throws what the database says: a later call goes on from the checkpoint
   */
  async follow(stopped: () => boolean = () => false): Promise<Followed> {
    const { db, titular, turn = (work) => work() } = this.options
    const { nombre } = this.projection
    // An idle service writes nothing: the lease is asked for when there is something to do.
    const checkpoint = await readCheckpoint(db, nombre)
    if (checkpoint.posicion >= (await readHead(db))) return 'al_dia'
    if (!(await this.#hold(checkpoint))) return 'ajena'
    let { posicion } = await readCheckpoint(db, nombre)
    try {
      while (!stopped()) {
        const { ahora, hasta } = this.#times()
        const step = {
          ...{ projection: this.projection, desde: posicion, titular, ahora, hasta },
          onProjected: (results: readonly BatchResult[]) => this.options.onProjected?.(nombre, results),
        }
        const next = await turn(() => catchUpStep(db, step))
        if (next === posicion) return 'al_dia'
        posicion = next
        await yieldTurn()
      }
      return 'al_dia'
    } catch (error) {
      if (error instanceof LostFence) {
        this.#leased = false
        return 'ajena'
      }
      if (!(error instanceof PoisonEvent)) throw error
      const { ahora } = this.#times()
      await noteFailure(db, {
        proyeccion: nombre,
        titular,
        error: error.message,
        posicion: error.posicion,
        ahora,
      })
      return 'veneno'
    }
  }

  /** Lets another runner have it. */
  async release(): Promise<void> {
    if (this.#leased) await releaseLease(this.options.db, this.projection.nombre, this.options.titular)
    this.#leased = false
  }

  /** Takes the lease, unless a chunk's own fence has just renewed it. */
  async #hold(checkpoint: Checkpoint): Promise<boolean> {
    const { db, titular } = this.options
    const { nombre: proyeccion, version } = this.projection
    const { ahora, hasta } = this.#times()
    const half = new Date(this.options.now() + this.options.leaseFor / 2).toISOString()
    const held = checkpoint.titular === titular && (checkpoint.arriendoHasta ?? '') > half
    this.#leased = held || (await takeLease(db, { proyeccion, version, titular, ahora, hasta }))
    return this.#leased
  }

  #times(): { readonly ahora: string; readonly hasta: string } {
    const now = this.options.now()
    return {
      ahora: new Date(now).toISOString(),
      hasta: new Date(now + this.options.leaseFor).toISOString(),
    }
  }
}
