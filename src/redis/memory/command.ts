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

/** @throws RedisReplyError where the text is no whole number */
export function integer(text: string | undefined): number {
  if (text === undefined || !/^-?(0|[1-9]\d{0,15})$/.test(text)) throw new RedisReplyError(NOT_AN_INTEGER)
  return Number(text)
}

/** @throws RedisReplyError where the text is no number */
export function float(text: string | undefined): number {
  if (text === '+inf' || text === 'inf') return Number.POSITIVE_INFINITY
  if (text === '-inf') return Number.NEGATIVE_INFINITY
  const value = text === undefined || text.trim() !== text || text === '' ? Number.NaN : Number(text)
  if (Number.isNaN(value)) throw new RedisReplyError('ERR value is not a valid float')
  return value
}

export function syntaxError(): RedisReplyError {
  return new RedisReplyError('ERR syntax error')
}

/** A range's bounds as indexes into a list of this length; negative ones count from its end. */
export function slice(length: number, start: number, stop: number): [number, number] {
  const from = start < 0 ? Math.max(length + start, 0) : start
  const to = stop < 0 ? length + stop : stop
  return [from, Math.min(to, length - 1) + 1]
}
