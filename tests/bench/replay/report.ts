import { CONTESTANTS } from './contestants'
import { type Figure, percentile, type QueryFigures } from './scenario'

/** What was measured on a log of one size. */
export interface Measured {
  readonly events: number
  readonly tickets: number
  /** All projections filled from an empty file, once. */
  readonly vacias: Figure | null
  readonly figures: ReadonlyMap<string, readonly Figure[]>
  readonly queries: QueryFigures | null
}

/** The middle of some figures; the mean of the two middle ones where their number is even. */
function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (low + high) / 2
}

interface Line {
  readonly name: string
  readonly median: number
  readonly min: number
  readonly max: number
  readonly p999: number
  /** The most that any round took. */
  readonly rss: number
  readonly to: string | null
  readonly ratio: number | null
}

function linesOf({ figures, vacias }: Measured): Line[] {
  const speed = (name: string) => median(figures.get(name)?.map(({ perSecond }) => perSecond) ?? [])
  const line = (name: string, own: readonly Figure[], to: string | null): Line => {
    const speeds = own.map(({ perSecond }) => perSecond)
    const [min, max] = [Math.min(...speeds), Math.max(...speeds)]
    const rss = Math.max(...own.map((figure) => figure.rss))
    const p999 = median(own.map((figure) => figure.p999))
    const ratio = to !== null && figures.has(to) ? median(speeds) / speed(to) : null
    return { name, median: median(speeds), min, max, p999, rss, to, ratio }
  }
  const lines = CONTESTANTS.flatMap(({ name, against }) => {
    const own = figures.get(name)
    return own ? [line(name, own, against)] : []
  })
  return vacias ? [...lines, line('desde vacío todas', [vacias], 'límite')] : lines
}

/** The tables of every size, or the same as JSON. */
export function report(sizes: readonly Measured[], json: boolean): string {
  const whole = sizes.map((size) => ({
    ...size,
    figures: undefined,
    vacias: undefined,
    lineas: linesOf(size),
  }))
  return json ? JSON.stringify(whole, null, 2) : sizes.map(tables).join('\n\n')
}

function tables(size: Measured): string {
  const rows = linesOf(size).map(({ name, median, min, max, p999, rss, to, ratio }) => [
    name.padEnd(28),
    median.toFixed(0).padStart(9),
    `${min.toFixed(0)}–${max.toFixed(0)}`.padStart(16),
    p999.toFixed(1).padStart(14),
    rss.toFixed(0).padStart(9),
    ratio === null || to === null ? '' : `  ${ratio.toFixed(2)} × ${to}`,
  ])
  const head = [
    'eventos o comandos por s'.padEnd(28),
    'mediana'.padStart(9),
    'de–a'.padStart(16),
    'p99.9 ms'.padStart(14),
    'MB'.padStart(9),
  ]
  return [
    `${size.events} eventos, ${size.tickets} tickets`,
    head.join(''),
    ...rows.map((row) => row.join('')),
    ...(size.queries ? ['', ...queryTable(size.queries)] : []),
  ].join('\n')
}

function queryTable({ filas, consultas }: QueryFigures): string[] {
  const rows = Object.entries(filas).map(([table, count]) => `${count} filas en ${table}`)
  return [
    rows.join(', '),
    `${'consulta, en ms'.padEnd(44)}${'mediana'.padStart(9)}${'p95'.padStart(9)}${'hallados'.padStart(10)}`,
    ...consultas.map(
      ({ nombre, mediana, p95, hallados }) =>
        `${nombre.padEnd(44)}${mediana.toFixed(2).padStart(9)}${p95.toFixed(2).padStart(9)}${String(hallados).padStart(10)}`,
    ),
    `la más lenta: ${percentile(
      consultas.map(({ mediana }) => mediana),
      1,
    ).toFixed(2)} ms de mediana`,
  ]
}
