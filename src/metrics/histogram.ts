/**
 * How often each size occurred: eight buckets to each doubling, so that what is read from one is off by a sixteenth at
 * most. Buckets add up, of several labels, processes or minutes.
 */
export type Buckets = Uint32Array

const PER_DOUBLING = 8
const MOST = 2 ** 30 - 1
const LENGTH = 224

/** Buckets with nothing in them. */
export function newBuckets(): Buckets {
  return new Uint32Array(LENGTH)
}

/** The bucket of a size. @param size a whole number from 0; what is above 2^30 counts as that */
export function bucketOf(size: number): number {
  const whole = size > MOST ? MOST : Math.floor(size)
  if (!(whole >= PER_DOUBLING)) return Math.max(0, whole) || 0
  const shift = 28 - Math.clz32(whole)
  return shift * PER_DOUBLING + (whole >>> shift)
}

/** The smallest size that is above a bucket. */
export function upperEdge(bucket: number): number {
  if (bucket < 2 * PER_DOUBLING) return bucket + 1
  const shift = Math.floor(bucket / PER_DOUBLING) - 1
  return ((bucket % PER_DOUBLING) + PER_DOUBLING + 1) * 2 ** shift
}

/** The buckets that hold something, as pairs of bucket and count in one flat list. */
export function sparse(buckets: Buckets): number[] {
  return [...buckets].flatMap((count, bucket) => (count === 0 ? [] : [bucket, count]))
}

/** The sum of two flat lists; with `sign` -1 what the first has more than the second. */
export function addSparse(a: readonly number[], b: readonly number[], sign: 1 | -1 = 1): number[] {
  const sums = new Map<number, number>()
  for (const [list, by] of [
    [a, 1],
    [b, sign],
  ] as const)
    for (let at = 0; at + 1 < list.length; at += 2) {
      const bucket = list[at] ?? 0
      sums.set(bucket, (sums.get(bucket) ?? 0) + by * (list[at + 1] ?? 0))
    }
  return [...sums]
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => one - other)
    .flat()
}

/**
 * The size that such a share of all is not above; null where there is none at all.
 * @param share from 0 to 1
 */
export function quantile(list: readonly number[], share: number): number | null {
  const total = countOf(list)
  if (total === 0) return null
  const rank = Math.max(1, Math.ceil(share * total))
  let seen = 0
  for (let at = 0; at + 1 < list.length; at += 2) {
    const bucket = list[at] ?? 0
    seen += list[at + 1] ?? 0
    if (seen >= rank) return middleOf(bucket)
  }
  return null
}

/** How many are in buckets that lie wholly at or below a size. */
export function countUpTo(list: readonly number[], size: number): number {
  let seen = 0
  for (let at = 0; at + 1 < list.length; at += 2)
    if (upperEdge(list[at] ?? 0) <= size + 1) seen += list[at + 1] ?? 0
  return seen
}

function countOf(list: readonly number[]): number {
  let total = 0
  for (let at = 1; at < list.length; at += 2) total += list[at] ?? 0
  return total
}

function middleOf(bucket: number): number {
  const above = upperEdge(bucket)
  const below = bucket === 0 ? 0 : upperEdge(bucket - 1)
  return (below + above - 1) / 2
}
