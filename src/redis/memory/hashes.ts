import { RedisReplyError } from '../reply'
import type { Args, Command } from './command'
import type { Store } from './store'

function set(store: Store, [key = '', ...pairs]: Args): number {
  if (pairs.length % 2 !== 0) throw new RedisReplyError("ERR wrong number of arguments for 'hset' command")
  const fields = store.typed(key, 'hash')?.fields ?? create(store, key)
  let added = 0
  for (let at = 0; at < pairs.length; at += 2) {
    const field = pairs[at] ?? ''
    if (!fields.has(field)) added += 1
    fields.set(field, pairs[at + 1] ?? '')
  }
  return added
}

function setIfNew(store: Store, [key = '', field = '', text = '']: Args): number {
  const fields = store.typed(key, 'hash')?.fields
  if (fields?.has(field)) return 0
  ;(fields ?? create(store, key)).set(field, text)
  return 1
}

function create(store: Store, key: string): Map<string, string> {
  const fields = new Map<string, string>()
  store.set(key, { type: 'hash', fields })
  return fields
}

function remove(store: Store, [key = '', ...names]: Args): number {
  const fields = store.typed(key, 'hash')?.fields
  if (!fields) return 0
  const removed = names.filter((name) => fields.delete(name)).length
  if (fields.size === 0) store.delete(key)
  return removed
}

const fieldsOf = (store: Store, key: string) => store.typed(key, 'hash')?.fields

export const HASHES: Readonly<Record<string, Command>> = {
  HSET: { arity: -4, run: set },
  HSETNX: { arity: 4, run: setIfNew },
  HDEL: { arity: -3, run: remove },
  HGET: { arity: 3, run: (store, [key = '', field = '']) => fieldsOf(store, key)?.get(field) ?? null },
  HLEN: { arity: 2, run: (store, [key = '']) => fieldsOf(store, key)?.size ?? 0 },
  HMGET: {
    arity: -3,
    run(store, [key = '', ...names]) {
      const fields = fieldsOf(store, key)
      return names.map((name) => fields?.get(name) ?? null)
    },
  },
  HGETALL: { arity: 2, run: (store, [key = '']) => [...(fieldsOf(store, key) ?? [])].flat() },
}
