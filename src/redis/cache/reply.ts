import { z } from 'zod'
import { RedisReplyError } from '../reply'
import type { Call } from '../script'

/** A script's answer: a word that says what happened, and what belongs to it. */
export const Words = z.array(
  z.union([z.string(), z.number().transform(String), z.null().transform(() => '')]),
)

/** A hash's fields by name, as HMGET gives them; null where there is none. */
export function fields<Name extends string>(
  call: Call,
  key: string,
  names: readonly Name[],
): Readonly<Record<Name, string | null>> {
  const found = z.array(z.string().nullable()).parse(call('HMGET', key, ...names))
  const pairs = names.map((name, index) => [name, found[index] ?? null])
  return Object.fromEntries(pairs) as Record<Name, string | null>
}

/** Runs a command as `redis.pcall` does. @returns false where the server refused it */
export function accepted(call: Call, ...command: readonly (string | number)[]): boolean {
  try {
    call(...command)
    return true
  } catch (error) {
    if (error instanceof RedisReplyError) return false
    throw error
  }
}
