import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// What these look at, or set, belongs to a whole process: its modules, environment, statements and counters.
const WHOLE_PROCESS =
  /\bvi\.(mock|stubEnv)\(|\b(getRuntime|registeredStatements)\b|^tests\/integration\/metricas/m
const ALONE = readdirSync(here('./tests/integration'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `tests/integration/${name}`)
  .filter((path) => WHOLE_PROCESS.test(`${path}\n${readFileSync(here(path), 'utf8')}`))

interface Suite {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly seconds: number
  readonly workers?: number
  /** Each file in a process of its own; the others share theirs, and what they import is loaded once in each. */
  readonly isolate?: boolean
  readonly setupFiles?: readonly string[]
}

const suites: Readonly<Record<string, Suite>> = {
  unit: { seconds: 10 },
  property: { seconds: 60 },
  integration: { seconds: 60, exclude: ALONE },
  alone: { seconds: 60, include: ALONE, isolate: true },
  e2e: { seconds: 120, workers: 3, setupFiles: ['tests/support/e2e/setup.ts'] },
}

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
    projects: Object.entries(suites).map(([name, suite], order) => ({
      extends: true as const,
      test: {
        name,
        include: [...(suite.include ?? [`tests/${name}/**/*.test.{ts,tsx}`])],
        exclude: [...(suite.exclude ?? [])],
        testTimeout: suite.seconds * 1000,
        hookTimeout: suite.seconds * 2000,
        maxWorkers: suite.workers ?? 2,
        isolate: suite.isolate ?? false,
        setupFiles: [...(suite.setupFiles ?? [])],
        // What a test awaits is there when a slow machine has come to it: one patience for all.
        expect: { poll: { timeout: 20_000 } },
        // One project after the other: only files of one share a process.
        sequence: { groupOrder: order },
      },
    })),
  },
})
