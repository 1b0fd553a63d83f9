/** Where a chart's lines run, in its own units. */
export const CHART = { width: 600, height: 160, left: 44, right: 8, top: 8, bottom: 20 } as const

/** The least round number that is not below a value: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10
  return step * power
}

const tenth = (value: number) => Math.round(value * 10) / 10

/** A line through the values that are there; a gap where one is not. @param highest what the top of the chart stands for */
export function linePath(values: readonly (number | null)[], highest: number): string {
  const { width, height, left, right, top, bottom } = CHART
  const step = values.length > 1 ? (width - left - right) / (values.length - 1) : 0
  let path = ''
  let gap = true
  for (const [index, value] of values.entries()) {
    if (value === null) {
      gap = true
      continue
    }
    const x = left + index * step
    const y = height - bottom - (Math.min(value, highest) / highest) * (height - top - bottom)
    path += `${gap ? 'M' : 'L'}${tenth(x)} ${tenth(y)}`
    // A point by itself is a line of no length, which a round cap shows.
    if (gap) path += 'h0'
    gap = false
  }
  return path
}

/** A line of a chart. */
export interface Series {
  readonly nombre: string
  readonly valores: readonly (number | null)[]
}
