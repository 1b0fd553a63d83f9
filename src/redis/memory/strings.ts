import { RedisReplyError } from '../reply'
import { type Args, bigInteger, type Command, integer, momentAfter, syntaxError } from './command'
import type { Store } from './store'

const UNITS: Readonly<Record<string, number>> = { EX: 1000, PX: 1 }

interface SetOptions {
  /** NX or XX. */
  readonly only: string | null
  /** EX or PX with its amount, or KEEPTTL alone. */
  readonly life: readonly [word: string, amount: string | undefined] | null
}

/** SET's options, in any order and case; one may come again, but not with one that contradicts it. */
function setOptions(words: Args): SetOptions {
  let [only, life]: [SetOptions['only'], SetOptions['life']] = [null, null]
  for (let at = 0; at < words.length; at++) {
    const word = words[at]?.toUpperCase() ?? ''
    if (word === 'NX' || word === 'XX') {
      if ((only ?? word) !== word) throw syntaxError()
      only = word
    } else if (word === 'KEEPTTL' || word in UNITS) {
      if ((life?.[0] ?? word) !== word) throw syntaxError()
      life = [word, word === 'KEEPTTL' ? undefined : words[++at]]
      if (word !== 'KEEPTTL' && life[1] === undefined) throw syntaxError()
    } else throw syntaxError()
  }
  return { only, life }
}

/** SET key value [NX | XX] [EX seconds | PX milliseconds | KEEPTTL] */
function set(store: Store, [key = '', text = '', ...words]: Args): string | null {
  const { only, life } = setOptions(words)
  const expiresAt = life === null ? null : momentOf(store, key, life)
  const exists = store.get(key) !== null
  if ((only === 'NX' && exists) || (only === 'XX' && !exists)) return null
  store.set(key, { type: 'string', text }, expiresAt)
  return 'OK'
}

function momentOf(store: Store, key: string, [word, text]: NonNullable<SetOptions['life']>): number | null {
  if (word === 'KEEPTTL') return store.expiresAt(key) ?? null
  const amount = integer(text)
  if (amount <= 0) throw new RedisReplyError("ERR invalid expire time in 'set' command")
  return momentAfter(store, amount * (UNITS[word] ?? 1), 'set')
}

function increment(store: Store, [key = '']: Args): number {
  const value = store.typed(key, 'string')
  const next = (value === null ? 0n : bigInteger(value.text)) + 1n
  if (BigInt.asIntN(64, next) !== next) throw new RedisReplyError('ERR increment or decrement would overflow')
  if (value === null) store.set(key, { type: 'string', text: String(next) })
  else value.text = String(next)
  return Number(next)
}

export const STRINGS: Readonly<Record<string, Command>> = {
  SET: { arity: -3, run: set },
  GET: { arity: 2, run: (store, [key = '']) => store.typed(key, 'string')?.text ?? null },
  INCR: { arity: 2, run: increment },
}
