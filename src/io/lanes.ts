/** Runs work concurrently, but the work of one lane strictly in the order in which it was added. */
export interface Lanes {
  /**
   * Adds work to a lane; resolves at once, or as soon as fewer than the limit are waiting or running.
   * @throws what earlier work threw: nothing further is begun then
   */
  add(lane: string, work: () => Promise<void>): Promise<void>
  /** Resolves when all work is done. @throws what the first work that failed threw */
  drain(): Promise<void>
}

/** Lanes that hold at most `limit` pieces of work, all lanes together. */
export function createLanes(limit: number): Lanes {
  const tails = new Map<string, Promise<void>>()
  let pending = 0
  let failure: { readonly error: unknown } | null = null
  let wake: (() => void) | null = null

  function rethrow(): void {
    if (failure) throw failure.error
  }

  async function wait(until: () => boolean): Promise<void> {
    while (!until()) await new Promise<void>((resolve) => (wake = resolve))
    rethrow()
  }

  async function run(before: Promise<void> | undefined, work: () => Promise<void>): Promise<void> {
    await before
    if (failure) return
    try {
      await work()
    } catch (error) {
      failure ??= { error }
    }
  }

  return {
    async add(lane, work) {
      await wait(() => pending < limit)
      pending++
      const tail = run(tails.get(lane), work).finally(() => {
        pending--
        if (tails.get(lane) === tail) tails.delete(lane)
        wake?.()
      })
      tails.set(lane, tail)
    },
    drain: () => wait(() => pending === 0),
  }
}
