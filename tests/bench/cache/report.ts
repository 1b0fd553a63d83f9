import { percentile } from '../replay/scenario'
import type { Contestant } from './contestants'
import type { Figure } from './scenario'

const middle = (figures: readonly Figure[], of: keyof Figure) =>
  percentile(
    figures.map((figure) => figure[of]),
    0.5,
  )

/** The table of a field's figures, or the same as JSON: the middle of its rounds, and from what to what. */
export function report(
  field: readonly Contestant[],
  figures: ReadonlyMap<string, readonly Figure[]>,
  json: boolean,
): string {
  const lines = field.map(({ name, against }) => {
    const own = figures.get(name) ?? []
    const speeds = own.map(({ perSecond }) => perSecond)
    const base = figures.get(against ?? '')
    return {
      name,
      perSecond: middle(own, 'perSecond'),
      min: Math.min(...speeds),
      max: Math.max(...speeds),
      p50: middle(own, 'p50'),
      p99: middle(own, 'p99'),
      ratio: base ? middle(own, 'perSecond') / middle(base, 'perSecond') : null,
    }
  })
  if (json) return JSON.stringify(lines, null, 2)
  const head = ['lecturas/s'.padEnd(34), 'mediana', 'de–a', 'p50 ms', 'p99 ms', '× sin caché']
  const rows = lines.map(({ name, perSecond, min, max, p50, p99, ratio }) => [
    name.padEnd(34),
    perSecond.toFixed(0),
    `${min.toFixed(0)}–${max.toFixed(0)}`,
    p50.toFixed(2),
    p99.toFixed(2),
    ratio?.toFixed(2) ?? '',
  ])
  return [head, ...rows].map(([name = '', ...cells]) => name + cells.map(cell).join('')).join('\n')
}

const cell = (text: string) => text.padStart(15)
