import type { Contestant } from './contestants'

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
  figures: ReadonlyMap<string, readonly number[]>,
  json: boolean,
): string {
  const lines = field.map(({ name, against }) => {
    const own = figures.get(name) ?? []
    const other = against === undefined ? undefined : figures.get(against)
    const ratio = other === undefined ? null : median(own) / median(other)
    return { name, median: median(own), min: Math.min(...own), max: Math.max(...own), against, ratio }
  })
  if (json) return JSON.stringify(lines, null, 2)
  const rows = lines.map(({ name, median, min, max, against, ratio }) => [
    name.padEnd(34),
    median.toFixed(0).padStart(8),
    `${min.toFixed(0)}–${max.toFixed(0)}`.padStart(16),
    ratio === null ? '' : `  ${ratio.toFixed(2)} × ${against ?? ''}`,
  ])
  return [
    `${'comandos por segundo'.padEnd(34)}${'mediana'.padStart(8)}`,
    ...rows.map((row) => row.join('')),
  ].join('\n')
}
