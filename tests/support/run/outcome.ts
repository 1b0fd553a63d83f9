/** What one step of the test command came to; `failures` names each thing that failed. */
export type Outcome = { passed: number; failed: number; skipped: number; failures: string[] }

/** A check that counts as one. */
export const passed = (): Outcome => ({ passed: 1, failed: 0, skipped: 0, failures: [] })

/** A check that failed, named for the list at the end. */
export const failed = (name: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, failures: [name] })

/** A step that could not run here, which is no failure. */
export const skipped = (): Outcome => ({ passed: 0, failed: 0, skipped: 1, failures: [] })

/** The sum of all steps. */
export function total(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      failures: [...sum.failures, ...one.failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  )
}

/** The closing line, the one that CI reads. */
export function closingLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
