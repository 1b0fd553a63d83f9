import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addSparse, bucketOf, countUpTo, newBuckets, quantile, sparse, upperEdge } from '@/metrics/histogram'
import { readTiming, totalOf } from '@/metrics/snapshot'

function bucketsOf(sizes: readonly number[]): number[] {
  const buckets = newBuckets()
  for (const size of sizes) buckets[bucketOf(size)] = (buckets[bucketOf(size)] ?? 0) + 1
  return sparse(buckets)
}

const sizes = fc.array(fc.integer({ min: 0, max: 2 ** 30 - 1 }), { minLength: 1, maxLength: 200 })

describe('the histogram', () => {
  test('puts each size between the edges of its bucket, an eighth apart at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 30 - 1 }), (size) => {
        const bucket = bucketOf(size)
        const below = bucket === 0 ? 0 : upperEdge(bucket - 1)
        expect(size).toBeGreaterThanOrEqual(below)
        expect(size).toBeLessThan(upperEdge(bucket))
        expect(upperEdge(bucket) - below).toBeLessThanOrEqual(Math.max(1, below / 8))
      }),
    )
  })

  // Mutant seen to fail: the rank's ceiling taken as its floor.
  test('gives quantiles that are off by a sixteenth at most', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(0.5, 0.95, 0.99, 1), (all, share) => {
        const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * all.length)) - 1] ?? 0
        const read = quantile(bucketsOf(all), share) ?? Number.NaN
        expect(Math.abs(read - exact)).toBeLessThanOrEqual(Math.max(0.5, exact / 16 + 0.5))
      }),
    )
  })

  test('adds up, and what is taken away again is gone', () => {
    fc.assert(
      fc.property(sizes, sizes, (a, b) => {
        const sum = addSparse(bucketsOf(a), bucketsOf(b))
        expect(sum).toEqual(bucketsOf([...a, ...b]))
        expect(addSparse(sum, bucketsOf(b), -1)).toEqual(bucketsOf(a))
      }),
    )
  })

  test('counts what lies at or below a size, all of it in the end', () => {
    expect(countUpTo(bucketsOf([1, 5, 100, 5000]), 500)).toBe(3)
    expect(countUpTo(bucketsOf([1, 5, 100, 5000]), 2 ** 30)).toBe(4)
    expect(quantile([], 0.5)).toBeNull()
    expect([bucketOf(-1), bucketOf(Number.NaN), bucketOf(2 ** 40)]).toEqual([0, 0, 223])
  })
})

// Mutant seen to fail: the worst of nothing told as zero.
test('of what was never observed nothing is known', () => {
  const { media_ms, p99_ms, peor_ms } = readTiming(totalOf({}))
  expect({ media_ms, p99_ms, peor_ms }).toEqual({ media_ms: null, p99_ms: null, peor_ms: null })
})
