/** What a browser may leave unread before it is told to begin anew, in parts of the stream. */
const UNREAD = 100

/** The sending end of a stream of server-sent events, and what ends with it. */
export class EventStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly #writer: WritableStreamDefaultWriter<string>
  readonly #ends: (() => void)[]
  #closed = false

  /** @param leave called once, when the stream is over */
  constructor(leave: () => void) {
    const utf8 = new TextEncoder()
    const room = new CountQueuingStrategy({ highWaterMark: UNREAD })
    const transform: Transformer<string, Uint8Array> = {
      transform: (text, controller) => controller.enqueue(utf8.encode(text)),
    }
    const { readable, writable } = new TransformStream(transform, room, room)
    this.readable = readable
    this.#writer = writable.getWriter()
    this.#ends = [leave]
  }

  write(text: string): void {
    if (this.#closed) return
    // Who reads too slowly, or went away without saying so, comes back and is told what they missed.
    if ((this.#writer.desiredSize ?? 0) <= 0) this.close()
    else this.#writer.write(text).catch(() => this.close())
  }

  /** When what was written has room to go: for who has much to say at once. */
  async drained(): Promise<boolean> {
    await this.#writer.ready.catch(() => null)
    return !this.#closed
  }

  /** Has something end with the stream: at once where it is over already. */
  onClose(end: () => void): void {
    if (this.#closed) end()
    else this.#ends.push(end)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const end of this.#ends) end()
    this.#writer.close().catch(() => undefined)
  }
}
