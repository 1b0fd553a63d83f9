import type { Parameters } from 'fast-check'
import { z } from 'zod'

const Env = z.object({
  FC_RUNS: z.coerce.number().int().positive().optional(),
  FC_SEED: z.coerce.number().int().optional(),
})

// A fixed seed: what failed in CI fails on every machine. FC_SEED explores, FC_RUNS digs deeper.
const DEFAULT_SEED = 20_260_101

/**
 * Parameters for fast-check's `fc.assert` and for `@fast-check/vitest`'s `test.prop`. A failing
 * property prints its seed and path; `FC_SEED=<seed>` runs it again.
 */
export function fcParams<T>(defaultRuns = 100): Parameters<T> {
  const env = Env.parse({ FC_RUNS: process.env.FC_RUNS, FC_SEED: process.env.FC_SEED })
  return {
    numRuns: env.FC_RUNS ?? defaultRuns,
    seed: env.FC_SEED ?? DEFAULT_SEED,
  }
}

/** How long a property may take: a minute as it runs in the test command, a day where FC_RUNS digs deeper. */
export const FC_TIMEOUT = process.env.FC_RUNS === undefined ? 60_000 : 86_400_000
