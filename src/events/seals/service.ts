import { type Connection, retryBusy } from '@/db/client'
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
  /** How often it looks for what is new, in milliseconds. */
  readonly pollEvery: number
  /** How far seals are apart while there is something new, in milliseconds. */
  readonly sealEvery?: number
  readonly onError?: Complain
}

/** Seals the log for as long as the process serves; see startSealService. */
export interface SealService {
  /** Seals what there is, gives the head away and ends. */
  stop(): Promise<void>
}

const SEAL_EVERY_MS = 60_000
const SLOWEST_POLL_MS = 60_000

/**
 * Follows the log with the tree, a chunk whenever one is full, and seals it at intervals. It reads behind the commands
 * and writes transactions of its own: no command waits for it, nor fails with it.
 */
export function startSealService(options: SealServiceOptions): SealService {
  const { claveFichero, onError = () => undefined } = options
  if (claveFichero === null) {
    onError('sellado', new Error('apagado: con una base de datos remota hay que poner SEAL_KEY_FILE'))
    return { stop: async () => undefined }
  }
  return new Service({ ...options, claveFichero, onError })
}

type Running = SealServiceOptions & { readonly claveFichero: string; readonly onError: Complain }

class Service implements SealService {
  #stopped = false
  #rouse: (() => void) | null = null
  #sealedAt = 0
  readonly #publisher: HeadPublisher
  readonly #ended: Promise<void>

  constructor(private readonly options: Running) {
    this.#publisher = new HeadPublisher(options.targets, options.onError)
    this.#ended = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#rouse?.()
    await this.#ended
    await this.#publisher.settled()
  }

  async #run(): Promise<void> {
    let failures = 0
    while (!this.#stopped) {
      failures = (await this.#attempt(() => this.#turn())) ? 0 : failures + 1
      await this.#sleep(Math.min(this.options.pollEvery * 2 ** failures, SLOWEST_POLL_MS))
    }
    await this.#attempt(() => this.#sealing((key) => sealAll(this.options.db, key, this.options.now)))
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
    const { db, now, sealEvery = SEAL_EVERY_MS } = this.options
    const due = now() - this.#sealedAt >= sealEvery
    for (let point = await readSealPoint(db); !this.#stopped; point = await readSealPoint(db)) {
      const behind = point.cabeza - point.posicion
      if (behind < (due ? 1 : GROW_STEP)) break
      await growStep(db, now())
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (due) await this.#sealing((key) => seal(db, key, now))
  }

  async #sealing(work: (key: SealKey) => Promise<Cabeza | null>): Promise<void> {
    const { db, now, claveFichero } = this.options
    const before = await lastSeal(db)
    const { cabeza: head, posicion } = await readSealPoint(db)
    // An idle service asks for no key and writes nothing.
    const idle = head === posicion && (await treeSize(db)) === (before?.tamano ?? 0)
    this.#sealedAt = now()
    if (idle) return
    // Read anew each time: another process may have gone over to the next key.
    const cabeza = await work(await loadSealKey(claveFichero))
    if (cabeza !== null && cabeza.tamano !== before?.tamano) this.#publisher.publish(cabeza)
  }

  async #sleep(ms: number): Promise<void> {
    if (this.#stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      this.#rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = null
  }
}
