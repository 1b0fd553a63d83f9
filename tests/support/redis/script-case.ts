import type * as fc from 'fast-check'
import type { RedisCommand } from '@/redis/requester'
import type { Script } from '@/redis/script'

/**
 * How a script is called in the test that holds its twin against its Lua. What lives for a time there lives for half a
 * minute at least, or not at all: the server's own clock goes on.
 */
export interface ScriptCase {
  readonly script: Script<unknown>
  readonly call: fc.Arbitrary<{
    readonly keys: readonly string[]
    readonly args: readonly (string | number)[]
  }>
  /** What is done to its keys between its calls: what other scripts and commands leave there, clashing types too. */
  readonly between: fc.Arbitrary<RedisCommand>
}
