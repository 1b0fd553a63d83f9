import { writeSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a contestant is told, as JSON in its first argument. */
export interface Task {
  /** The database's file, with the log. */
  readonly file: string
  /** A folder of its own, for what it writes beside that. */
  readonly folder: string
  readonly mode: string
  /** Of a contestant that takes a part of the log: up to which position. */
  readonly hasta: number
  /** Of those that give commands: for how long. */
  readonly seconds: number
  /** Where the packages of other engines are found. */
  readonly engines: string
}

export const task = (): Task => JSON.parse(process.argv[2] ?? '{}') as Task

/** What a round says: events or commands per second, the loop's delay in milliseconds, and memory in MB. */
export interface Figure {
  readonly perSecond: number
  readonly p999: number
  readonly rss: number
}

/** Times `run`, which says how many events or commands it took, and prints a Figure. */
export async function measure(run: () => Promise<number>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const start = performance.now()
  const done = await run()
  const seconds = (performance.now() - start) / 1000
  // A turn, so that what held the loop up at the end is counted.
  await new Promise((resolve) => setTimeout(resolve, 5))
  const p999 = delay.percentile(99.9) / 1e6
  say({ perSecond: done / seconds, p999, rss: process.resourceUsage().maxRSS / 1024 } satisfies Figure)
}

export function say(what: unknown): void {
  writeSync(1, `${JSON.stringify(what)}\n`)
}

/** What `queries` says: how many rows there were, and how long each kind of query took in milliseconds. */
export interface QueryFigures {
  readonly filas: Readonly<Record<string, number>>
  readonly consultas: readonly {
    readonly nombre: string
    readonly mediana: number
    readonly p95: number
    readonly hallados: number
  }[]
}

/** The value that this part of the others is not above. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
