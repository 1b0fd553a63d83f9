export interface LoopOptions {
  readonly nombre: string
  /** Does what there is to do, until `stopped` says so. @returns false where it could not go on */
  readonly work: (stopped: () => boolean) => Promise<boolean>
  /** Once, after the last work. */
  readonly end?: () => Promise<void>
  /** How long it sleeps where nobody wakes it, in milliseconds. */
  readonly pollEvery: number
  /** How long it sleeps at most where the work fails again and again. */
  readonly slowest?: number
  /** Told of what failed; the loop goes on by itself. */
  readonly onError?: ((nombre: string, error: unknown) => void) | undefined
}

const SLOWEST_POLL_MS = 60_000

/** Works, and sleeps until somebody wakes it; longer and longer where the work fails. */
export class Loop {
  #stopped = false
  #woken = false
  #rouse: (() => void) | null = null
  readonly #ended: Promise<void>

  constructor(private readonly options: LoopOptions) {
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
      failures = (await this.#workOnce()) ? 0 : failures + 1
      const { pollEvery, slowest = SLOWEST_POLL_MS } = this.options
      const pause = Math.min(pollEvery * 2 ** failures, slowest)
      if (!this.#woken || failures > 0) await this.#sleep(pause, failures > 0)
    }
    await this.options.end?.().catch((error: unknown) => this.#report(error))
  }

  /** @returns false where it could not go on */
  async #workOnce(): Promise<boolean> {
    try {
      return await this.options.work(() => this.#stopped)
    } catch (error) {
      this.#report(error)
      return false
    }
  }

  #report(error: unknown): void {
    this.options.onError?.(this.options.nombre, error)
  }

  /** Until somebody wakes it; after a failure the whole time, whoever wakes it meanwhile. */
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
