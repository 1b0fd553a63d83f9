import { appendFile } from 'node:fs/promises'
import type { Cabeza } from './head'

/** Where new heads go, so that somebody outside holds them. */
export interface HeadTargets {
  readonly cabezas: string | undefined
  readonly webhook: string | undefined
}

const PATIENCE_MS = 5000

export type Complain = (what: string, error: unknown) => void

/**
 * Gives new heads away, best effort and beside the sealing: whoever misses one gets the next, which speaks for all
 * before it.
 */
export class HeadPublisher {
  #inWork: Promise<void> = Promise.resolve()
  #waiting: Cabeza | null = null

  constructor(
    private readonly targets: HeadTargets,
    private readonly complain: Complain,
  ) {}

  /** Takes a head on; one that still waits is overtaken by it. */
  publish(cabeza: Cabeza): void {
    const idle = this.#waiting === null
    this.#waiting = cabeza
    if (idle) this.#inWork = this.#inWork.then(() => this.#deliver())
  }

  /** Waits until what was taken on is delivered or given up. */
  async settled(): Promise<void> {
    await this.#inWork
  }

  async #deliver(): Promise<void> {
    const cabeza = this.#waiting
    this.#waiting = null
    if (cabeza === null) return
    const { cabezas, webhook } = this.targets
    await Promise.all([
      cabezas === undefined ? null : this.#attempt('SEAL_HEADS_FILE', () => append(cabezas, cabeza)),
      webhook === undefined ? null : this.#attempt('SEAL_WEBHOOK_URL', () => post(webhook, cabeza)),
    ])
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.complain(what, error))
  }
}

async function append(path: string, cabeza: Cabeza): Promise<void> {
  await appendFile(path, `${JSON.stringify(cabeza)}\n`)
}

async function post(url: string, cabeza: Cabeza): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(cabeza),
    // A head is meant for this address and for none that it may point to.
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`respondió ${response.status}`)
}
