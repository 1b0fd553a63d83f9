// Next loads pages, routes and instrumentation as separate module graphs: one set of counters serves all.
const KEY = Symbol.for('bitacora.counters')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, number> }
const counters = holder[KEY] ?? new Map<string, number>()
holder[KEY] = counters

/** Counts one more of `name` with this label, since the process began. */
export function count(name: string, label: string): void {
  const key = `${name}:${label}`
  counters.set(key, (counters.get(key) ?? 0) + 1)
}

/** Every count of this process, by `name:label`. */
export function readCounters(): Readonly<Record<string, number>> {
  return Object.fromEntries(counters)
}
