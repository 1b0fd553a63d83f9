/** How many streams one account and one process may hold open: tabs share one, so a person needs few. */
const LIMITS = { account: 10, process: 2000 }

const KEY = Symbol.for('bitacora.streams')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<number, number> }
const open = holder[KEY] ?? new Map<number, number>()
holder[KEY] = open

/**
 * Lets one more stream of an account in.
 * @returns how it leaves again; null where there are too many
 */
export function admitStream(accountId: number): (() => void) | null {
  const own = open.get(accountId) ?? 0
  const total = [...open.values()].reduce((sum, streams) => sum + streams, 0)
  if (own >= LIMITS.account || total >= LIMITS.process) return null
  open.set(accountId, own + 1)
  let left = false
  return () => {
    if (left) return
    left = true
    const others = (open.get(accountId) ?? 1) - 1
    if (others > 0) open.set(accountId, others)
    else open.delete(accountId)
  }
}
