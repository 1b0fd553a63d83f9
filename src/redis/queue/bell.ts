/** Lets one loop sleep until somebody rings, or a time has passed; a ring that nobody waits for is kept. */
export class Bell {
  #rung = false
  #wake: (() => void) | null = null

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  /** @param ms null for as long as it takes */
  async wait(ms: number | null = null): Promise<void> {
    if (!this.#rung)
      await new Promise<void>((resolve) => {
        const timer = ms === null ? null : setTimeout(resolve, ms)
        // Sleeping keeps no process alive.
        timer?.unref()
        this.#wake = () => {
          if (timer) clearTimeout(timer)
          resolve()
        }
      })
    this.#wake = null
    this.#rung = false
  }
}
