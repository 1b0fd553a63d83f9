import { appendFile } from 'node:fs/promises'
import { postJson } from '../post'
import type { Cabeza } from './head'

/** Where new heads go, so that somebody outside holds them. */
export interface HeadTargets {
  readonly cabezas: string | undefined
  readonly webhook: string | undefined
}

const RETRY_MS = 1000
const SLOWEST_RETRY_MS = 300_000

export type Complain = (what: string, error: unknown) => void

/**
 * Gives new heads away, beside the sealing: what fails is tried again, ever more slowly, and whoever missed one gets
 * the next instead, which speaks for all before it.
 */
export class HeadPublisher {
  readonly #outlets: readonly Outlet[]

  /** @param retryAfter how long it waits after the first failure, in milliseconds */
  constructor({ cabezas, webhook }: HeadTargets, complain: Complain, retryAfter = RETRY_MS) {
    const outlet = (what: string, send: (cabeza: Cabeza) => Promise<void>) =>
      new Outlet(send, (error) => complain(what, error), retryAfter)
    this.#outlets = [
      ...(cabezas === undefined ? [] : [outlet('SEAL_HEADS_FILE', (cabeza) => append(cabezas, cabeza))]),
      ...(webhook === undefined ? [] : [outlet('SEAL_WEBHOOK_URL', (cabeza) => postJson(webhook, cabeza))]),
    ]
  }

  /** Takes a head on; one that still waits is overtaken by it. */
  publish(cabeza: Cabeza): void {
    for (const outlet of this.#outlets) outlet.give(cabeza)
  }

  /** Tries what was not delivered once more, and gives up. */
  async end(): Promise<void> {
    await Promise.all(this.#outlets.map((outlet) => outlet.end()))
  }
}

/** One place that heads go to: the newest one until it has it. */
class Outlet {
  #newest: Cabeza | null = null
  #inWork: Promise<void> | null = null
  #ending = false
  #rouse: () => void = () => undefined

  constructor(
    private readonly send: (cabeza: Cabeza) => Promise<void>,
    private readonly complain: (error: unknown) => void,
    private readonly retryAfter: number,
  ) {}

  give(cabeza: Cabeza): void {
    this.#newest = cabeza
    this.#rouse()
    this.#inWork ??= this.#deliver()
  }

  async end(): Promise<void> {
    this.#ending = true
    this.#rouse()
    await this.#inWork
  }

  async #deliver(): Promise<void> {
    for (let failures = 0; this.#newest !== null; ) {
      const cabeza = this.#newest
      // One that is given up at the end was tried after everything else had stopped.
      const last = this.#ending
      try {
        await this.send(cabeza)
        if (this.#newest === cabeza) this.#newest = null
        failures = 0
      } catch (error) {
        this.complain(error)
        if (last) break
        await this.#pause(Math.min(this.retryAfter * 2 ** failures++, SLOWEST_RETRY_MS))
      }
    }
    this.#inWork = null
  }

  async #pause(ms: number): Promise<void> {
    if (this.#ending) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      timer.unref()
      this.#rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

async function append(path: string, cabeza: Cabeza): Promise<void> {
  await appendFile(path, `${JSON.stringify(cabeza)}\n`)
}
