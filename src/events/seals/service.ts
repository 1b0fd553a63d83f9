import { type Connection, retryBusy } from '@/db/client'
import type { Turn } from '@/db/turns'
import type { Cabeza } from './head'
import { loadSealKey, type SealKey } from './keys'
import { type Complain, HeadPublisher, type HeadTargets } from './publish'
import { GROW_STEP, growStep, seal, sealAll } from './sealer'
import { lastSeal, readSealPoint, SealerOvertaken, treeSize } from './store'

export interface SealServiceOptions {
  /** A connection under `sealer`. */
  readonly db: Connection
  /** Now, in milliseconds of the Unix epoch. */
  readonly now: () => number
  /** The private key's file; null turns sealing off. */
  readonly claveFichero: string | null
  readonly targets: HeadTargets
  /** How often it looks for what other processes appended, in milliseconds. */
  readonly pollEvery: number
  /** How far its looks are apart however often it is woken, in milliseconds. */
  readonly turnEvery?: number
  /** When each step of the tree is taken; at once where others need no turn in between. */
  readonly turn?: Turn
  /** How far seals are apart while there is something new, in milliseconds. */
  readonly sealEvery?: number
  /** How long after a head could not be given away it is tried again, in milliseconds. */
  readonly retryAfter?: number
  readonly onError?: Complain
}

/** Seals the log for as long as the process serves; see startSealService. */
export interface SealService {
  /** Tells it that this process has appended something. */
  wake(): void
  /** Seals what there is, gives the head away and ends. */
  stop(): Promise<void>
}

const SEAL_EVERY_MS = 60_000
const TURN_EVERY_MS = 1000
const SLOWEST_POLL_MS = 60_000

/**
 * Follows the log with the tree, a chunk whenever one is full, and seals it at intervals. It reads behind the commands
 * and writes transactions of its own: no command waits for it, nor fails with it.
 */
export function startSealService(options: SealServiceOptions): SealService {
  const { claveFichero, onError = () => undefined } = options
  if (claveFichero === null) {
    onError('sellado', new Error('apagado: con una base de datos remota hay que poner SEAL_KEY_FILE'))
    return { wake: () => undefined, stop: async () => undefined }
  }
  return new Service({ ...options, claveFichero, onError })
}

type Running = SealServiceOptions & { readonly claveFichero: string; readonly onError: Complain }

class Service implements SealService {
  #stopped = false
  #woken = false
  #rouse: (() => void) | null = null
  #sealedAt = 0
  #unsealed = false
  /** Up to where there is nothing to seal. */
  #sealedTo = 0
  readonly #publisher: HeadPublisher
  readonly #ended: Promise<void>

  constructor(private readonly options: Running) {
    this.#publisher = new HeadPublisher(options.targets, options.onError, options.retryAfter)
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
    await this.#publisher.end()
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped; ) {
      this.#woken = false
      failures = (await this.#attempt(() => this.#turn())) ? 0 : failures + 1
      await this.#rest(failures)
    }
    await this.#attempt(() => this.#sealing((key) => sealAll(this.options.db, key, this.options.now)))
  }

  /** Until it is woken, or a seal falls due, or it must look by itself; however often it is woken, never less than a turn. */
  async #rest(failures: number): Promise<void> {
    const { now, pollEvery, sealEvery = SEAL_EVERY_MS } = this.options
    const { turnEvery = Math.min(pollEvery, TURN_EVERY_MS) } = this.options
    const slowed = (ms: number) => Math.min(ms * 2 ** failures, SLOWEST_POLL_MS)
    const due = this.#unsealed ? this.#sealedAt + sealEvery - now() : pollEvery
    await this.#sleep(slowed(turnEvery), () => this.#stopped)
    const rest = slowed(Math.min(pollEvery, due)) - slowed(turnEvery)
    await this.#sleep(rest, () => this.#stopped || this.#woken)
  }

  /** @returns false where the database or the key's file did not let it */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await retryBusy(work)
      return true
    } catch (error) {
      // Whoever overtook it did the work; what is left is found at the next turn.
      if (error instanceof SealerOvertaken) return true
      this.options.onError('sellado', error)
      return false
    }
  }

  async #turn(): Promise<void> {
    const { db, now, sealEvery = SEAL_EVERY_MS, turn = (work) => work() } = this.options
    // Up to the head of this moment: under load, whoever followed one that moves on would never come to its seal.
    let { posicion, cabeza } = await readSealPoint(db)
    this.#unsealed = cabeza !== this.#sealedTo
    const due = this.#unsealed && now() - this.#sealedAt >= sealEvery
    for (const least = due ? 1 : GROW_STEP; cabeza - posicion >= least && !this.#stopped; ) {
      await turn(() => growStep(db, now()))
      posicion = (await readSealPoint(db)).posicion
    }
    if (due) await this.#sealing((key) => seal(db, key, now))
  }

  async #sealing(work: (key: SealKey) => Promise<Cabeza | null>): Promise<void> {
    const { db, now, claveFichero } = this.options
    const before = await lastSeal(db)
    const { cabeza: head, posicion } = await readSealPoint(db)
    // An idle service asks for no key and writes nothing.
    const idle = head === posicion && (await treeSize(db)) === (before?.tamano ?? 0)
    this.#sealedTo = idle ? head : 0
    if (idle) return
    this.#sealedAt = now()
    // Read anew each time: another process may have gone over to the next key.
    const cabeza = await work(await loadSealKey(claveFichero))
    if (cabeza !== null && cabeza.tamano !== before?.tamano) this.#publisher.publish(cabeza)
  }

  /** Waits so long, or until what may have been waited for has come. */
  async #sleep(ms: number, over: () => boolean): Promise<void> {
    if (over() || ms <= 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      this.#rouse = () => {
        if (!over()) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = null
  }
}
