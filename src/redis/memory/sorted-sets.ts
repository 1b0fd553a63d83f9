import { RedisReplyError } from '../reply'
import { type Args, type Command, float, integer, slice, syntaxError } from './command'
import type { Store } from './store'

function add(store: Store, [key = '', ...pairs]: Args): number {
  if (pairs.length % 2 !== 0) throw syntaxError()
  const parsed = pairs.flatMap((text, at) =>
    at % 2 === 0 ? [[pairs[at + 1] ?? '', score(text)] as const] : [],
  )
  const scores = store.typed(key, 'zset')?.scores ?? create(store, key)
  let added = 0
  for (const [member, score] of parsed) {
    if (!scores.has(member)) added += 1
    scores.set(member, score)
  }
  return added
}

function score(text: string): number {
  const value = float(text)
  const tooBig = value !== null && !Number.isFinite(value) && /\d/.test(text)
  if (value === null || tooBig) throw new RedisReplyError('ERR value is not a valid float')
  return value
}

function create(store: Store, key: string): Map<string, number> {
  const scores = new Map<string, number>()
  store.set(key, { type: 'zset', scores })
  return scores
}

function remove(store: Store, [key = '', ...members]: Args): number {
  const scores = store.typed(key, 'zset')?.scores
  if (!scores) return 0
  const removed = members.filter((member) => scores.delete(member)).length
  if (scores.size === 0) store.delete(key)
  return removed
}

/** By score, then by the members' bytes. */
function ordered(store: Store, key: string): [string, number][] {
  const scores = [...(store.typed(key, 'zset')?.scores ?? [])]
  return scores.sort(([a, x], [b, y]) => x - y || Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** A bound of a range by score: `(` before it leaves the value itself out. */
function bound(text = ''): { readonly value: number; readonly open: boolean } {
  const open = text.startsWith('(')
  const rest = open ? text.slice(1) : text
  const value = rest === '' ? 0 : float(rest.trimStart())
  if (value === null) throw new RedisReplyError('ERR min or max is not a float')
  return { value, open }
}

/** ZRANGEBYSCORE key min max [LIMIT offset count] */
function rangeByScore(store: Store, [key = '', min, max, ...options]: Args): string[] {
  let [offset, count] = [0, -1]
  if (options.length > 0) {
    if (options.length !== 3 || options[0]?.toUpperCase() !== 'LIMIT') throw syntaxError()
    offset = integer(options[1])
    count = integer(options[2])
  }
  const [low, high] = [bound(min), bound(max)]
  const found = ordered(store, key).filter(
    ([, score]) =>
      (low.open ? score > low.value : score >= low.value) &&
      (high.open ? score < high.value : score <= high.value),
  )
  if (offset < 0) return []
  return found.slice(offset, count < 0 ? undefined : offset + count).map(([member]) => member)
}

/** ZRANGE key start stop, by rank. */
function range(store: Store, [key = '', start, stop]: Args): string[] {
  const [from, to] = [integer(start), integer(stop)]
  const members = ordered(store, key).map(([member]) => member)
  return members.slice(...slice(members.length, from, to))
}

// By its shortest form, as Redis 7.2 and Upstash do; 7.0 wrote 17 digits of what has no exact form.
function scoreText(value: number): string {
  return Number.isFinite(value) ? String(value) : String(value).replace('Infinity', 'inf')
}

export const SORTED_SETS: Readonly<Record<string, Command>> = {
  ZADD: { arity: -4, run: add },
  ZREM: { arity: -3, run: remove },
  ZCARD: { arity: 2, run: (store, [key = '']) => store.typed(key, 'zset')?.scores.size ?? 0 },
  ZRANGE: { arity: 4, run: range },
  ZRANGEBYSCORE: { arity: -4, run: rangeByScore },
  ZSCORE: {
    arity: 3,
    run(store, [key = '', member = '']) {
      const found = store.typed(key, 'zset')?.scores.get(member)
      return found === undefined ? null : scoreText(found)
    },
  },
}
