import { z } from 'zod'
import { readCounters } from './counters'
import { addSparse, quantile, sparse } from './histogram'
import { FAMILIES, type Observed, observedOf } from './instruments'

/** What was observed under a label, as it travels: times in microseconds, buckets as flat pairs. */
export const Timing = z.object({
  n: z.number(),
  suma: z.number(),
  errores: z.number(),
  filas: z.number(),
  lentas: z.number(),
  peor: z.number(),
  /** Milliseconds of the Unix epoch; 0 where none was slow. */
  ultimaLenta: z.number(),
  cubos: z.array(z.number()),
})
export type Timing = z.infer<typeof Timing>

const Labels = z.record(z.string(), Timing)
const Families = z.object({
  sql: Labels,
  comando: Labels,
  commit: Labels,
  grupo: Labels,
  tarea: Labels,
  http: Labels,
})

/** Figures that add up: since a process began, of several processes, or of a stretch of time. */
export const Figures = z.object({
  contadores: z.record(z.string(), z.record(z.string(), z.number())),
  tiempos: Families,
})
export type Figures = z.infer<typeof Figures>

/** A process's gauges: what is so now, and doesn't add up. */
export const Gauges = z.record(z.string(), z.number())
export type Gauges = z.infer<typeof Gauges>

export const EMPTY: Figures = {
  contadores: {},
  tiempos: { sql: {}, comando: {}, commit: {}, grupo: {}, tarea: {}, http: {} },
}

/** This process's figures, since it began. */
export function takeFigures(): Figures {
  const of = (family: (typeof FAMILIES)[number]) =>
    Object.fromEntries([...observedOf(family)].map(([label, observed]) => [label, timingOf(observed)]))
  const contadores = Object.fromEntries(
    Object.entries(readCounters()).map(([name, labels]) => [name, { ...labels }]),
  )
  return {
    contadores,
    tiempos: {
      sql: of('sql'),
      comando: of('comando'),
      commit: of('commit'),
      grupo: of('grupo'),
      tarea: of('tarea'),
      http: of('http'),
    },
  }
}

function timingOf({ cubos, ...observed }: Readonly<Observed>): Timing {
  return {
    ...observed,
    suma: Math.round(observed.suma),
    peor: Math.round(observed.peor),
    cubos: sparse(cubos),
  }
}

/** The sum of two. */
export function addFigures(a: Figures, b: Figures): Figures {
  return combine(a, b, 1)
}

/** What came after `before`; of the longest, which has no difference, the longest of all time. */
export function sinceFigures(now: Figures, before: Figures): Figures {
  return combine(now, before, -1)
}

function combine(a: Figures, b: Figures, sign: 1 | -1): Figures {
  const tiempos = { ...EMPTY.tiempos }
  for (const family of FAMILIES)
    tiempos[family] = merge(a.tiempos[family], b.tiempos[family], (x, y) => combineTimings(x, y, sign))
  const contadores = merge(a.contadores, b.contadores, (x, y) =>
    merge(x ?? {}, y ?? {}, (one = 0, other = 0) => one + sign * other),
  )
  return { contadores, tiempos }
}

function merge<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  how: (one: T | undefined, other: T | undefined) => T,
): Record<string, T> {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...names].map((name) => [name, how(a[name], b[name])]))
}

export const NOTHING: Timing = {
  n: 0,
  suma: 0,
  errores: 0,
  filas: 0,
  lentas: 0,
  peor: 0,
  ultimaLenta: 0,
  cubos: [],
}

function combineTimings(x: Timing = NOTHING, y: Timing = NOTHING, sign: 1 | -1): Timing {
  return {
    n: x.n + sign * y.n,
    suma: x.suma + sign * y.suma,
    errores: x.errores + sign * y.errores,
    filas: x.filas + sign * y.filas,
    lentas: x.lentas + sign * y.lentas,
    peor: Math.max(x.peor, sign === 1 ? y.peor : 0),
    ultimaLenta: Math.max(x.ultimaLenta, sign === 1 ? y.ultimaLenta : 0),
    cubos: addSparse(x.cubos, y.cubos, sign),
  }
}

/** All labels of a family together. */
export function totalOf(labels: Readonly<Record<string, Timing>>): Timing {
  return Object.values(labels).reduce((sum, timing) => combineTimings(sum, timing, 1), NOTHING)
}

/** A timing as people read it, in milliseconds; null where nothing was observed. */
export function readTiming({ n, suma, peor, cubos }: Timing) {
  const ms = (us: number | null) => (us === null ? null : Math.round(us) / 1000)
  return {
    media_ms: n === 0 ? null : ms(suma / n),
    p50_ms: ms(quantile(cubos, 0.5)),
    p95_ms: ms(quantile(cubos, 0.95)),
    p99_ms: ms(quantile(cubos, 0.99)),
    peor_ms: n === 0 ? null : ms(peor),
  }
}

/** The figures that a history keeps: of statements, which are many, only their sum. */
export function condensed({ contadores, tiempos }: Figures): Figures {
  const total = totalOf(tiempos.sql)
  return { contadores, tiempos: { ...tiempos, sql: total.n === 0 ? {} : { todas: total } } }
}
