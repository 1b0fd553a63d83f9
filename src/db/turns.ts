/** Does a piece of work when its turn comes. @throws what the work throws */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>

const SHORT_MS = 5
const LONGEST_REST_MS = 50

/**
 * Turns for what a process does behind its answers: one piece at a time, and after one that took long a rest as long.
 * Each piece holds the event loop, and a page passes through it a hundred times: without rests, a service that is far
 * behind its log would answer in seconds.
 */
export function takeTurns(): Turn {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const before = last
    let ended = () => {}
    last = new Promise<void>((resolve) => {
      ended = resolve
    })
    await before
    const since = performance.now()
    try {
      return await work()
    } finally {
      const worked = performance.now() - since
      if (worked < SHORT_MS) ended()
      else setTimeout(ended, Math.min(worked, LONGEST_REST_MS))
    }
  }
}
