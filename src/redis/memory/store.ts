import { RedisReplyError } from '../reply'

/** What a key holds, by Redis's own names of the types. */
export type Value =
  | { readonly type: 'string'; text: string }
  | { readonly type: 'list'; readonly items: string[] }
  | { readonly type: 'hash'; readonly fields: Map<string, string> }
  | { readonly type: 'zset'; readonly scores: Map<string, number> }

interface Entry {
  readonly value: Value
  /** Milliseconds of the Unix epoch; null for ever. */
  expiresAt: number | null
}

const SWEEP_EVERY = 1000

/** The keys of an in-process store. An expired one is gone at the next look, and swept away in time if nobody looks. */
export class Store {
  readonly #entries = new Map<string, Entry>()
  #writes = 0

  /** @param now milliseconds of the Unix epoch */
  constructor(readonly now: () => number) {}

  /** The key's value, or null where there is none. */
  get(key: string): Value | null {
    return this.#entry(key)?.value ?? null
  }

  /** The value of a key that must be of this type, or null where there is none. @throws RedisReplyError WRONGTYPE */
  typed<T extends Value['type']>(key: string, type: T): Extract<Value, { type: T }> | null {
    const value = this.get(key)
    if (value === null) return null
    if (!isOf(value, type))
      throw new RedisReplyError('WRONGTYPE Operation against a key holding the wrong kind of value')
    return value
  }

  /** Puts a value there, whatever there was. @param expiresAt milliseconds of the Unix epoch; null for ever */
  set(key: string, value: Value, expiresAt: number | null = null): void {
    this.#entries.set(key, { value, expiresAt })
    this.#sweep()
  }

  /** True if there was such a key. */
  delete(key: string): boolean {
    return this.#entry(key) !== null && this.#entries.delete(key)
  }

  /** When the key ends, null for never; undefined where there is none. */
  expiresAt(key: string): number | null | undefined {
    return this.#entry(key)?.expiresAt
  }

  /** False where there is no such key. A moment that is past deletes it. */
  expireAt(key: string, at: number): boolean {
    const entry = this.#entry(key)
    if (entry === null) return false
    if (at <= this.now()) this.#entries.delete(key)
    else entry.expiresAt = at
    return true
  }

  /** How many entries it holds, those among them that have expired and nobody has asked for. */
  get held(): number {
    return this.#entries.size
  }

  /** How many keys there are; none of them has expired. */
  get size(): number {
    for (const key of this.#entries.keys()) this.#entry(key)
    return this.#entries.size
  }

  clear(): void {
    this.#entries.clear()
  }

  #entry(key: string): Entry | null {
    const entry = this.#entries.get(key)
    if (entry === undefined) return null
    // As Redis has it: at its very moment a key is still there, though EXPIRE 0 deletes at once.
    if (entry.expiresAt === null || entry.expiresAt >= this.now()) return entry
    this.#entries.delete(key)
    return null
  }

  #sweep(): void {
    this.#writes += 1
    if (this.#writes % SWEEP_EVERY === 0) void this.size
  }
}

function isOf<T extends Value['type']>(value: Value, type: T): value is Extract<Value, { type: T }> {
  return value.type === type
}
