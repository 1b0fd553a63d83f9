import { RedisReplyError } from '../reply'
import { type Args, type Command, integer, momentAfter } from './command'
import type { Store } from './store'

/** What is left of a key's life, in units of so many milliseconds; -1 for ever, -2 where there is none. */
function left(unit: number) {
  return (store: Store, [key = '']: Args): number => {
    const at = store.expiresAt(key)
    if (at === undefined) return -2
    return at === null ? -1 : Math.round((at - store.now()) / unit)
  }
}

function expire(unit: number) {
  return (store: Store, [key = '', amount, ...rest]: Args): number => {
    if (rest.length > 0) throw new RedisReplyError(`ERR Unsupported option ${rest[0] ?? ''}`)
    return Number(
      store.expireAt(key, momentAfter(store, integer(amount) * unit, unit === 1 ? 'pexpire' : 'expire')),
    )
  }
}

/** INFO as the server writes it, of what there is to say of a store in this process. */
function info(store: Store, [section = 'default']: Args): string {
  const used = process.memoryUsage().heapUsed
  const sections: Readonly<Record<string, readonly string[]>> = {
    Server: ['redis_mode:in-process'],
    Memory: [`used_memory:${used}`, 'maxmemory:0', 'maxmemory_policy:noeviction'],
    Keyspace: store.size === 0 ? [] : [`db0:keys=${store.size}`],
  }
  const wanted = Object.entries(sections).filter(([name]) =>
    ['default', 'all', 'everything', name.toLowerCase()].includes(section.toLowerCase()),
  )
  return wanted.map(([name, lines]) => [`# ${name}`, ...lines, ''].join('\r\n')).join('\r\n')
}

export const KEYSPACE: Readonly<Record<string, Command>> = {
  PING: { arity: 1, run: () => 'PONG' },
  DEL: { arity: -2, run: (store, keys) => keys.filter((key) => store.delete(key)).length },
  EXISTS: { arity: -2, run: (store, keys) => keys.filter((key) => store.get(key) !== null).length },
  TYPE: { arity: 2, run: (store, [key = '']) => store.get(key)?.type ?? 'none' },
  TTL: { arity: 2, run: left(1000) },
  PTTL: { arity: 2, run: left(1) },
  EXPIRE: { arity: -3, run: expire(1000) },
  PEXPIRE: { arity: -3, run: expire(1) },
  DBSIZE: { arity: 1, run: (store) => store.size },
  INFO: { arity: -1, run: info },
  FLUSHDB: {
    arity: 1,
    run(store) {
      store.clear()
      return 'OK'
    },
  },
}
