import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Gauges } from './snapshot'

const RESOLUTION_MS = 10
const MB = 1024 * 1024

/** Looks after what a process is made of. */
export interface ProcessGauges {
  /** How it stands; of the event loop, since the last call. */
  read(): Gauges
  stop(): void
}

/** Begins to watch this process: how late its event loop is, and its memory. */
export function watchProcess(): ProcessGauges {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delay.enable()
  return {
    read() {
      // The histogram counts from one timer to the next, its own pause included.
      const late = (ns: number) => (Number.isFinite(ns) ? Math.max(0, ns / 1e6 - RESOLUTION_MS) : 0)
      const { rss, heapUsed } = process.memoryUsage()
      const gauges = {
        bucle_p50_ms: late(delay.percentile(50)),
        bucle_p99_ms: late(delay.percentile(99)),
        bucle_max_ms: late(delay.max),
        memoria_mb: rss / MB,
        monton_mb: heapUsed / MB,
        activo_s: process.uptime(),
      }
      delay.reset()
      return gauges
    },
    stop: () => delay.disable(),
  }
}
