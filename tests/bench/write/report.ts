import type { Contestant } from './contestants'
import type { Figure } from './scenario'

/** The middle of some figures; the mean of the two middle ones where their number is even. */
function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (low + high) / 2
}

/** The table of medians, or the same as JSON; a ratio is the median over that of the line it is compared with. */
export function report(
  field: readonly Contestant[],
  figures: ReadonlyMap<string, readonly Figure[]>,
  json: boolean,
): string {
  const speeds = (name: string) => figures.get(name)?.map(({ perSecond }) => perSecond) ?? []
  const lines = field.map(({ name, against }) => {
    const own = speeds(name)
    const ratios = against.flatMap((other) =>
      figures.has(other) ? [{ to: other, ratio: median(own) / median(speeds(other)) }] : [],
    )
    const p999 = median(figures.get(name)?.map((figure) => figure.p999) ?? [])
    return { name, median: median(own), min: Math.min(...own), max: Math.max(...own), p999, ratios }
  })
  if (json) return JSON.stringify(lines, null, 2)
  const rows = lines.map(({ name, median, min, max, p999, ratios }) => [
    name.padEnd(28),
    median.toFixed(0).padStart(8),
    `${min.toFixed(0)}–${max.toFixed(0)}`.padStart(16),
    p999.toFixed(1).padStart(14),
    ratios.map(({ to, ratio }) => `  ${ratio.toFixed(2)} × ${to}`).join(''),
  ])
  return [
    `${'comandos por segundo'.padEnd(28)}${'mediana'.padStart(8)}${'de–a'.padStart(16)}${'bucle p99.9 ms'.padStart(16)}`,
    ...rows.map((row) => row.join('')),
  ].join('\n')
}
