import { type Args, type Command, integer, slice, syntaxError } from './command'
import type { Store } from './store'

function push(side: 'LEFT' | 'RIGHT') {
  return (store: Store, [key = '', ...items]: Args): number => {
    const list = store.typed(key, 'list')?.items ?? create(store, key)
    for (const item of items) put(list, side, item)
    return list.length
  }
}

function create(store: Store, key: string): string[] {
  const items: string[] = []
  store.set(key, { type: 'list', items })
  return items
}

function put(list: string[], side: 'LEFT' | 'RIGHT', item: string): void {
  if (side === 'LEFT') list.unshift(item)
  else list.push(item)
}

function pop(store: Store, [key = '']: Args): string | null {
  const items = store.typed(key, 'list')?.items
  const item = items?.shift() ?? null
  if (items?.length === 0) store.delete(key)
  return item
}

function move(store: Store, [source = '', target = '', from = '', to = '']: Args): string | null {
  const [out, into] = [sideOf(from), sideOf(to)]
  const items = store.typed(source, 'list')?.items
  if (!items) return null
  const there = store.typed(target, 'list')?.items ?? create(store, target)
  const item = (out === 'LEFT' ? items.shift() : items.pop()) ?? ''
  put(there, into, item)
  // Looked at last: a list of one that is moved onto itself stays, and keeps its TTL.
  if (items.length === 0) store.delete(source)
  return item
}

function sideOf(text: string): 'LEFT' | 'RIGHT' {
  const side = text.toUpperCase()
  if (side !== 'LEFT' && side !== 'RIGHT') throw syntaxError()
  return side
}

function remove(store: Store, [key = '', countText, item = '']: Args): number {
  const count = integer(countText)
  const items = store.typed(key, 'list')?.items
  if (!items) return 0
  let removed = 0
  const most = count === 0 ? items.length : Math.abs(count)
  const step = count < 0 ? -1 : 1
  for (
    let at = step === 1 ? 0 : items.length - 1;
    at >= 0 && at < items.length && removed < most;
    at += step
  ) {
    if (items[at] !== item) continue
    items.splice(at, 1)
    removed += 1
    if (step === 1) at -= 1
  }
  if (items.length === 0) store.delete(key)
  return removed
}

export const LISTS: Readonly<Record<string, Command>> = {
  RPUSH: { arity: -3, run: push('RIGHT') },
  LPUSH: { arity: -3, run: push('LEFT') },
  LPOP: { arity: 2, run: pop },
  LMOVE: { arity: 5, run: move },
  LREM: { arity: 4, run: remove },
  LLEN: { arity: 2, run: (store, [key = '']) => store.typed(key, 'list')?.items.length ?? 0 },
  LRANGE: {
    arity: 4,
    run(store, [key = '', start, stop]) {
      const [from, to] = [integer(start), integer(stop)]
      const items = store.typed(key, 'list')?.items ?? []
      return items.slice(...slice(items.length, from, to))
    },
  },
}
