import type { Connection } from '@/db/client'
import { addFigures, EMPTY, type Gauges } from '@/metrics/snapshot'
import {
  forgetItem,
  keepItem,
  LEVELS,
  type Level,
  newestStretch,
  nextStretch,
  readHistory,
  type Stretch,
} from './store'

// The last figures of a stretch come some seconds after its end.
const SETTLE_MS = 60_000
const MOST_AT_ONCE = 200

const iso = (ms: number) => new Date(ms).toISOString()

/** The gauges of several: of each the worst, which is the highest of all that is kept. */
export function highest(all: readonly Gauges[]): Gauges {
  const most: Gauges = {}
  for (const gauges of all)
    for (const [name, value] of Object.entries(gauges)) most[name] = Math.max(most[name] ?? value, value)
  return most
}

/** Several stretches as one. */
export function joined(instante: string, stretches: readonly Stretch[]): Stretch {
  return {
    instante,
    cifras: stretches.reduce((sum, { cifras }) => addFigures(sum, cifras), EMPTY),
    medidas: highest(stretches.map(({ medidas }) => medidas)),
  }
}

/**
 * Makes the coarser levels of the history of the finer ones, where a stretch is over, and takes away what is kept no
 * longer. Whoever does it twice writes the same.
 */
export async function rollUp(db: Connection, now: number): Promise<void> {
  await rollLevel(db, 'decena', 'minuto', now)
  await rollLevel(db, 'hora', 'decena', now)
  await db.batch((Object.keys(LEVELS) as Level[]).map((nivel) => forgetItem(nivel, now)))
}

async function rollLevel(db: Connection, nivel: Level, fuente: Level, now: number): Promise<void> {
  const { ms } = LEVELS[nivel]
  const newest = await newestStretch(db, nivel)
  // Of stretches that nobody measured nothing is kept: they are passed over, or they would be walked every time.
  const source = await nextStretch(db, fuente, newest === null ? '' : iso(Date.parse(newest) + ms))
  if (source === null) return
  const first = Date.parse(source)
  // An hour is made of tens of minutes, which settle first themselves.
  const settled = now - SETTLE_MS - (fuente === 'minuto' ? 0 : LEVELS[fuente].ms)
  let done = 0
  for (let at = Math.floor(first / ms) * ms; at + ms <= settled && done < MOST_AT_ONCE; at += ms, done++) {
    const stretches = await readHistory(db, fuente, iso(at), iso(at + ms))
    if (stretches.length > 0) await db.batch([keepItem(nivel, '', joined(iso(at), stretches))])
    await new Promise((resolve) => setImmediate(resolve))
  }
}
