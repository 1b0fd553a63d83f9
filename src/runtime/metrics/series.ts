import type { Connection } from '@/db/client'
import { type Figures, readTiming, type Timing, totalOf } from '@/metrics/snapshot'
import { joined } from './rollup'
import { LEVELS, type Level, readHistory, type Stretch } from './store'

const HOUR = 3_600_000

/** The periods that can be looked at, each with the level of the history that it is read from. */
export const PERIODS = {
  '1h': { ms: HOUR, nivel: 'minuto' },
  '6h': { ms: 6 * HOUR, nivel: 'minuto' },
  '24h': { ms: 24 * HOUR, nivel: 'decena' },
  '7d': { ms: 7 * 24 * HOUR, nivel: 'hora' },
  '30d': { ms: 30 * 24 * HOUR, nivel: 'hora' },
} as const satisfies Readonly<Record<string, { readonly ms: number; readonly nivel: Level }>>
export type Period = keyof typeof PERIODS
export const PERIOD_NAMES = Object.keys(PERIODS) as readonly Period[]

/** The figures of a stretch of time, all processes together. */
export interface Point {
  readonly instante: string
  readonly valores: Readonly<Record<SeriesName, number | null>>
}

type Read = (figures: Figures, minutes: number, gauges: Stretch['medidas']) => number | null

const per = (n: number, minutes: number) => n / minutes
const ms = (timing: Timing, which: 'p50_ms' | 'p95_ms' | 'p99_ms') => readTiming(timing)[which]

function labels({ contadores }: Figures, prefix: string, wanted: (label: string) => boolean): number {
  let sum = 0
  for (const [name, counts] of Object.entries(contadores))
    if (name.startsWith(prefix) && name !== 'comando.reintentos')
      for (const [label, n] of Object.entries(counts)) if (wanted(label)) sum += n
  return sum
}

const isAccepted = (label: string) => label === 'aceptado' || label === 'repetido'

/** Every line of the charts, and how it is read. */
const SERIES = {
  http_peticiones: ({ tiempos }, m) => per(totalOf(tiempos.http).n, m),
  http_errores: ({ tiempos }, m) => per(totalOf(tiempos.http).errores, m),
  http_p50: ({ tiempos }) => ms(totalOf(tiempos.http), 'p50_ms'),
  http_p95: ({ tiempos }) => ms(totalOf(tiempos.http), 'p95_ms'),
  http_p99: ({ tiempos }) => ms(totalOf(tiempos.http), 'p99_ms'),
  comandos_aceptados: (figures, m) => per(labels(figures, 'comando.', isAccepted), m),
  comandos_rechazados: (figures, m) =>
    per(
      labels(figures, 'comando.', (label) => !isAccepted(label)),
      m,
    ),
  conflictos: (figures, m) =>
    per(
      labels(figures, 'comando.', (label) => label === 'conflicto'),
      m,
    ),
  reintentos: ({ contadores }, m) => {
    const { adelantado = 0, fallo = 0 } = contadores['comando.reintentos'] ?? {}
    return per(adelantado + fallo, m)
  },
  sql_p50: ({ tiempos }) => ms(totalOf(tiempos.sql), 'p50_ms'),
  sql_p95: ({ tiempos }) => ms(totalOf(tiempos.sql), 'p95_ms'),
  sql_p99: ({ tiempos }) => ms(totalOf(tiempos.sql), 'p99_ms'),
  aciertos: (figures) => {
    const hits = labels(figures, 'cache.', (label) => label === 'acierto')
    const misses = labels(figures, 'cache.', (label) => label === 'fallo')
    return hits + misses === 0 ? null : (100 * hits) / (hits + misses)
  },
  retraso: (_, __, { retraso_s: lag }) => lag ?? null,
  memoria_proceso: (_, __, { memoria_mb: memory }) => memory ?? null,
  memoria_redis: (_, __, { redis_mb: memory }) => memory ?? null,
  cola_vencidas: (_, __, { cola_vencidas: due }) => due ?? null,
  cola_aplazadas: (_, __, { cola_aplazadas: delayed }) => delayed ?? null,
  cola_aparcadas: (_, __, { cola_aparcadas: parked }) => parked ?? null,
  bucle_p99: (_, __, { bucle_p99_ms: late }) => late ?? null,
} as const satisfies Readonly<Record<string, Read>>
export type SeriesName = keyof typeof SERIES
export const SERIES_NAMES = Object.keys(SERIES) as readonly SeriesName[]

/** The points of a period, the oldest first. */
export async function readSeries(db: Connection, period: Period, now: number): Promise<Point[]> {
  const { ms: length, nivel } = PERIODS[period]
  const stretches = await readHistory(db, nivel, new Date(now - length).toISOString())
  const byInstant = new Map<string, Stretch[]>()
  for (const stretch of stretches)
    byInstant.set(stretch.instante, [...(byInstant.get(stretch.instante) ?? []), stretch])
  return [...byInstant].map(([instante, all]) => {
    const { cifras, medidas } = joined(instante, all)
    // The stretch that one is in has not been long.
    const lasted = Math.min(LEVELS[nivel].ms, Math.max(15_000, now - Date.parse(instante)))
    const read = (name: SeriesName) => rounded(SERIES[name](cifras, lasted / 60_000, medidas))
    return { instante, valores: fromNames(read) }
  })
}

function fromNames(read: (name: SeriesName) => number | null): Point['valores'] {
  const entries = SERIES_NAMES.map((name) => [name, read(name)] as const)
  return Object.fromEntries(entries) as Point['valores']
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000
}
