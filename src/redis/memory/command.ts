import { type RedisReply, RedisReplyError } from '../reply'
import type { Store } from './store'

export type Args = readonly string[]

/** A command as the store runs it. */
export interface Command {
  /** How many words it takes, its name included; negative for "at least", as Redis counts. */
  readonly arity: number
  readonly run: (store: Store, args: Args) => RedisReply
}

export const NOT_AN_INTEGER = 'ERR value is not an integer or out of range'

/** A whole number of 64 bits, written as Redis writes it. @throws RedisReplyError where the text is none */
export function bigInteger(text: string | undefined): bigint {
  const value = /^(0|-?[1-9]\d{0,18})$/.test(text ?? '') ? BigInt(text ?? '') : null
  if (value === null || BigInt.asIntN(64, value) !== value) throw new RedisReplyError(NOT_AN_INTEGER)
  return value
}

/** @throws RedisReplyError where the text is no whole number of 64 bits */
export function integer(text: string | undefined): number {
  return Number(bigInteger(text))
}

/** The number that C's strtod would read, or null. */
export function float(text = ''): number | null {
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text)
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null
}

/** When so many milliseconds from now are over. @throws RedisReplyError where no clock goes so far */
export function momentAfter(store: Store, milliseconds: number, command: string): number {
  const at = store.now() + milliseconds
  if (Math.abs(milliseconds) < 2 ** 63 && Math.abs(at) < 2 ** 63) return at
  throw new RedisReplyError(`ERR invalid expire time in '${command}' command`)
}

export function syntaxError(): RedisReplyError {
  return new RedisReplyError('ERR syntax error')
}

/** A range's bounds as indexes into a list of this length; negative ones count from its end. */
export function slice(length: number, start: number, stop: number): [number, number] {
  const from = start < 0 ? Math.max(length + start, 0) : start
  const to = stop < 0 ? length + stop : stop
  return [from, Math.max(Math.min(to, length - 1) + 1, 0)]
}
