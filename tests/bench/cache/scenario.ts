import { writeSync } from 'node:fs'
import type { RedisConfig } from '@/redis/client'

/** What a contestant is told, as JSON in its first argument. */
export interface Task {
  readonly url: string
  readonly authToken: string | undefined
  /** Null: every read goes to the database. */
  readonly redis: RedisConfig | null
  readonly parte: 'detalle' | 'linea'
  /** Each ticket is read for the first time; otherwise it was read before. */
  readonly fria: boolean
  readonly tickets: number
  /** How many read at once. */
  readonly callers: number
  /** For how long; a cold round ends when each ticket was read. */
  readonly seconds: number
}

export const task = (): Task => JSON.parse(process.argv[2] ?? '{}') as Task

/** What a round says: reads per second, and how long a read took, in milliseconds. */
export interface Figure {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

export function say(figure: Figure): void {
  writeSync(1, `${JSON.stringify(figure)}\n`)
}
