import type { useFormatter } from 'next-intl'

const UNITS = [
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
] as const

/** A size in the reader's language, in thousands as disks are sold: the same file is as large on every page. */
export function formatBytes(bytes: number, format: Pick<ReturnType<typeof useFormatter>, 'number'>): string {
  const [size, unit] = UNITS.find(([least]) => Math.abs(bytes) >= least) ?? [1000, 'kilobyte']
  return format.number(bytes / size, { style: 'unit', unit, maximumFractionDigits: 1 })
}
