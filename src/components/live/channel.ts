/**
 * Tells those who listen, and those who come a little late: a part of the page that streams in, or that React takes over
 * last, has shown what was before it could hear.
 */
export class Channel<T> {
  readonly #listeners = new Set<(told: T) => void>()
  #recent: { readonly told: T; readonly at: number }[] = []

  /** @param remembers for how long what was told is told to who comes, in milliseconds */
  constructor(
    private readonly remembers: number,
    private readonly now: () => number = Date.now,
  ) {}

  tell(told: T): void {
    this.#recent = [...this.#lately(), { told, at: this.now() }]
    for (const listener of this.#listeners) listener(told)
  }

  /** @returns what ends it */
  listen(listener: (told: T) => void): () => void {
    this.#listeners.add(listener)
    for (const { told } of this.#lately()) listener(told)
    return () => void this.#listeners.delete(listener)
  }

  #lately() {
    return this.#recent.filter(({ at }) => this.now() - at < this.remembers)
  }
}
