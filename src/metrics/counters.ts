/** How often something happened, by its label. */
export type Counters = Readonly<Record<string, Readonly<Record<string, number>>>>

// Next loads pages, routes and instrumentation as separate module graphs: one table serves all.
const KEY = Symbol.for('bitacora.counters')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, Map<string, number>> }
const table = holder[KEY] ?? new Map<string, Map<string, number>>()
holder[KEY] = table

/**
 * Adds to one of the process's counters. A label is one of a few words: what a person wrote is none.
 * @param by how much; a duration's unit is in the counter's name
 */
export function count(name: string, label: string, by = 1): void {
  const labels = table.get(name) ?? new Map<string, number>()
  table.set(name, labels.set(label, (labels.get(label) ?? 0) + by))
}

/** Every counter as it stands, since the process began. */
export function readCounters(): Counters {
  return Object.fromEntries([...table].map(([name, labels]) => [name, Object.fromEntries(labels)]))
}
