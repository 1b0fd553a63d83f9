import { keys } from '@/redis/keys'
import { MemoryRedis } from '@/redis/memory/server'
import { type RedisReply, RedisReplyError, RedisUnavailable } from '@/redis/reply'
import type { Call, Script } from '@/redis/script'
import type { Deed } from './deeds'

/** What becomes of one request: it never arrives, its answer gets lost, or all goes well. */
export type Luck = 'bien' | 'sin_llegar' | 'sin_respuesta'

/** A way to break a script, or the store: what the tests of the caches must notice. */
export interface Mutant {
  readonly name: string
  /** What people do where it shows soonest. */
  readonly deeds: readonly Deed[]
  /** Another call than the script's own. */
  readonly call?: (call: Call, script: string, args: readonly string[]) => Call
  readonly args?: (script: string, args: readonly string[]) => readonly string[]
  /** Value and floor in different keys: an eviction takes the floor alone. */
  readonly splitKeys?: boolean
}

/** The cache's scripts over the in-process store, one step each, between two turns that somebody else decides about. */
export class ToyRedis {
  now = 1_000_000
  full = false
  readonly #server = new MemoryRedis(() => this.now)

  constructor(
    private readonly turn: (label: string) => Promise<unknown>,
    private readonly luck: () => Luck,
    private readonly mutant: Mutant | null = null,
  ) {}

  async run<Reply>(
    script: Script<Reply>,
    names: readonly string[],
    args: readonly (string | number)[],
  ): Promise<Reply> {
    const luck = this.luck()
    await this.turn(`${script.name} arrives`)
    if (luck === 'sin_llegar') throw new RedisUnavailable('refused')
    const words = args.map(String)
    const given = this.mutant?.args?.(script.name, words) ?? words
    const call = this.mutant?.call?.(this.#call, script.name, given) ?? this.#call
    const reply = script.twin(call, names, given)
    await this.turn(`${script.name} answers`)
    if (luck === 'sin_respuesta') throw new RedisUnavailable('no answer')
    return script.reply.parse(reply)
  }

  evict(key: string): void {
    if (this.mutant?.splitKeys && key !== keys.cacheState) this.#server.run(['HDEL', key, 'piso'])
    else this.#server.run(['DEL', key])
  }

  flush(): void {
    this.#server.run(['FLUSHDB'])
  }

  readonly #call: Call = (...command): RedisReply => {
    // As a real server at its limit: it refuses what could grow, and goes on deleting.
    if (this.full && command[0] === 'HSET')
      throw new RedisReplyError("OOM command not allowed when used memory > 'maxmemory'.")
    return this.#server.run(command)
  }
}
