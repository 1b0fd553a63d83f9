import { createFormatter } from 'next-intl'
import { expect, test } from 'vitest'
import { formatBytes } from '@/components/ui/bytes'
import { listSources } from '../../support/source'

// Mutants seen to fail: sizes in powers of 1024; growth below zero told in kilobytes; no gigabytes.
test.each([
  [0, '0 kB', '0 kB'],
  [4096, '4,1 kB', '4.1 kB'],
  [999_000, '999 kB', '999 kB'],
  [1_048_576, '1 MB', '1 MB'],
  [-1_550_000, '-1,6 MB', '-1.6 MB'],
  [12_345_678_900, '12,3 GB', '12.3 GB'],
])('%i bytes are %s, and in English %s', (bytes, es, en) => {
  const told = (['es', 'en'] as const).map((locale) => formatBytes(bytes, createFormatter({ locale })))
  expect(told.map((text) => text.replaceAll(/\s/g, ' '))).toEqual([es, en])
})

// Mutant seen to fail: a page that divides by itself.
test('no page counts bytes another way', () => {
  const own = listSources(/^(app|src\/components)\/.*\.tsx$/).filter(({ text }) =>
    /\b1024\b|\b1e[369]\b|megabyte/.test(text),
  )
  expect(own.map(({ path }) => path)).toEqual([])
})
