import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const project = (name: string, testTimeout: number, maxWorkers: number, poll = 1000) => ({
  extends: true as const,
  test: {
    name,
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    testTimeout,
    hookTimeout: testTimeout * 2,
    maxWorkers,
    expect: { poll: { timeout: poll } },
    // Projects that differ in workers can't run in one group.
    sequence: { groupOrder: maxWorkers },
  },
})

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: here('./src/') },
      { find: /^@projections\//, replacement: here('./projections/') },
    ],
  },
  test: {
    pool: 'forks',
    reporters: ['default'],
    env: { TZ: 'UTC' },
    coverage: {
      provider: 'v8',
      include: ['src/**', 'projections/**', 'app/**'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      project('unit', 10_000, 2),
      project('property', 60_000, 2),
      project('integration', 60_000, 2),
      // A page has what a test awaits when a slow machine has drawn it: one patience for all.
      project('e2e', 120_000, 2, 20_000),
    ],
  },
})
