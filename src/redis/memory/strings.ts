import { RedisReplyError } from '../reply'
import { type Args, type Command, integer, NOT_AN_INTEGER, syntaxError } from './command'
import type { Store } from './store'

/** SET key value [NX | XX] [EX seconds | PX milliseconds] [KEEPTTL] */
function set(store: Store, [key = '', text = '', ...options]: Args): string | null {
  let expiresAt: number | null = null
  let [only, keep] = ['', false]
  for (let at = 0; at < options.length; at++) {
    const option = options[at]?.toUpperCase()
    if ((option === 'NX' || option === 'XX') && only === '') only = option
    else if (option === 'KEEPTTL' && expiresAt === null) keep = true
    else if ((option === 'EX' || option === 'PX') && expiresAt === null && !keep) {
      const amount = options[++at]
      if (amount === undefined) throw syntaxError()
      expiresAt = store.now() + positive(integer(amount), 'set') * (option === 'EX' ? 1000 : 1)
    } else throw syntaxError()
  }
  const exists = store.get(key) !== null
  if ((only === 'NX' && exists) || (only === 'XX' && !exists)) return null
  store.set(key, { type: 'string', text }, keep ? (store.expiresAt(key) ?? null) : expiresAt)
  return 'OK'
}

function positive(amount: number, command: string): number {
  if (amount <= 0) throw new RedisReplyError(`ERR invalid expire time in '${command}' command`)
  return amount
}

function increment(store: Store, [key = '']: Args): number {
  const value = store.typed(key, 'string')
  const next = (value === null ? 0 : integer(value.text)) + 1
  if (!Number.isSafeInteger(next)) throw new RedisReplyError(NOT_AN_INTEGER)
  if (value === null) store.set(key, { type: 'string', text: String(next) })
  else value.text = String(next)
  return next
}

export const STRINGS: Readonly<Record<string, Command>> = {
  SET: { arity: -3, run: set },
  GET: { arity: 2, run: (store, [key = '']) => store.typed(key, 'string')?.text ?? null },
  INCR: { arity: 2, run: increment },
}
