/** So many lookups of one account in so long: more than anybody types, less than a script would like. */
const LOOKUPS = 60
const WINDOW_MS = 10_000
const ACCOUNTS = 5000

interface Window {
  readonly since: number
  count: number
}

// Next loads pages and routes as separate module graphs: one count serves all. In this process, because what it
// guards is this process's time; Redis would add a round trip to every key that is typed.
const KEY = Symbol.for('bitacora.paleta')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<number, Window> }
const windows = holder[KEY] ?? new Map<number, Window>()
holder[KEY] = windows

/** True where this account may look something up now. @param now in milliseconds */
export function admitLookup(accountId: number, now: number): boolean {
  const open = windows.get(accountId)
  if (open && now - open.since < WINDOW_MS) return ++open.count <= LOOKUPS
  if (windows.size >= ACCOUNTS) {
    for (const [id, { since }] of windows) if (now - since >= WINDOW_MS) windows.delete(id)
  }
  windows.set(accountId, { since: now, count: 1 })
  return true
}
