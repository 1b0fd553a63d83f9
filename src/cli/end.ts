/** Whether the process was asked to end, by Ctrl-C or SIGTERM. */
export interface End {
  readonly asked: boolean
  /** Waits, less when it is asked meanwhile. */
  sleep(ms: number): Promise<void>
  /** Waits until it is asked. */
  wait(): Promise<void>
  /** Asks itself, as when nobody reads any more. */
  readonly ask: () => void
  close(): void
}

const LONG_MS = 60_000

/** Listens to Ctrl-C and SIGTERM until it is closed. */
export function listenForEnd(): End {
  let asked = false
  let wake = (): void => undefined
  const ask = (): void => {
    asked = true
    wake()
  }
  const sleep = async (ms: number): Promise<void> => {
    if (asked) return
    await new Promise<void>((resolve) => {
      // It keeps the process alive too: where nothing else does, it must not end before it is asked.
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  process.on('SIGINT', ask).on('SIGTERM', ask)
  return {
    get asked() {
      return asked
    },
    sleep,
    async wait() {
      while (!asked) await sleep(LONG_MS)
    },
    ask,
    close: () => void process.off('SIGINT', ask).off('SIGTERM', ask),
  }
}
