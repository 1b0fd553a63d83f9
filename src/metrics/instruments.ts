import { type Buckets, bucketOf, newBuckets } from './histogram'

/** What is timed or sized: statements, commands, tasks, requests, … `grupo` counts commands, the others are in time. */
export const FAMILIES = ['sql', 'comando', 'commit', 'grupo', 'tarea', 'http'] as const
export type Family = (typeof FAMILIES)[number]

/** All that was observed under one label since the process began; times in microseconds. */
export interface Observed {
  n: number
  suma: number
  errores: number
  /** Rows that were read or written. */
  filas: number
  /** How many took longer than SLOW_MS, the longest, and when the last of them was. */
  lentas: number
  peor: number
  ultimaLenta: number
  readonly cubos: Buckets
}

export const SLOW_MS = 100
const SLOW_US = SLOW_MS * 1000
// Labels are one of a few words; should one ever not be, what it costs is bounded.
const MOST_LABELS = 400
const REST = 'otros'

interface Table {
  on: boolean
  readonly families: Record<Family, Map<string, Observed>>
}

// Next loads pages, routes and instrumentation as separate module graphs: one table serves all.
const KEY = Symbol.for('bitacora.instruments')
const holder = globalThis as typeof globalThis & { [KEY]?: Table }
const table: Table = holder[KEY] ?? {
  on: true,
  families: {
    sql: new Map(),
    comando: new Map(),
    commit: new Map(),
    grupo: new Map(),
    tarea: new Map(),
    http: new Map(),
  },
}
holder[KEY] = table

/** Turns the instruments on or off: for the benchmark that says what they cost. */
export function setInstruments(on: boolean): void {
  table.on = on
}

/** The moment that something begins at, for `observe`. */
export function clock(): number {
  return table.on ? performance.now() : 0
}

/** Notes that something began at `since` and is over now. Takes under a microsecond. */
export function observe(family: Family, label: string, since: number, filas = 0, failed = false): void {
  if (!table.on) return
  record(family, label, (performance.now() - since) * 1000, filas, failed)
}

/** Notes a size that is no time. */
export function observeSize(family: Family, label: string, size: number): void {
  if (table.on) record(family, label, size, 0, false)
}

function record(family: Family, label: string, size: number, filas: number, failed: boolean): void {
  const labels = table.families[family]
  const one = labels.get(label) ?? begin(labels, label)
  one.n += 1
  one.suma += size
  one.filas += filas
  if (failed) one.errores += 1
  const bucket = bucketOf(size)
  one.cubos[bucket] = (one.cubos[bucket] ?? 0) + 1
  if (size > one.peor) one.peor = size
  if (size > SLOW_US) {
    one.lentas += 1
    one.ultimaLenta = Date.now()
  }
}

function begin(labels: Map<string, Observed>, label: string): Observed {
  const name = labels.size < MOST_LABELS ? label : REST
  const known = labels.get(name)
  if (known) return known
  const fresh = { n: 0, suma: 0, errores: 0, filas: 0, lentas: 0, peor: 0, ultimaLenta: 0 }
  const begun: Observed = { ...fresh, cubos: newBuckets() }
  labels.set(name, begun)
  return begun
}

/** All that was observed in a family, by label. */
export function observedOf(family: Family): ReadonlyMap<string, Readonly<Observed>> {
  return table.families[family]
}
