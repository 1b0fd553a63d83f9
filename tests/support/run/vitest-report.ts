import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { z } from 'zod'
import type { Outcome } from './outcome'

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/**
 * Counts vitest's JSON report. A file that could not be loaded has no tests in it and counts as one
 * failure, and so does a run that ended badly though no test failed (an unhandled error, a crash).
 */
export async function countReport(path: string, exitCode: number, suite: string): Promise<Outcome> {
  const text = await readFile(path, 'utf8').catch(() => '{"testResults":[]}')
  const outcome: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const file of Report.parse(JSON.parse(text)).testResults) {
    const failures = file.assertionResults.filter(({ status }) => status === 'failed')
    outcome.passed += file.assertionResults.filter(({ status }) => status === 'passed').length
    outcome.skipped += file.assertionResults.length - failures.length
    const where = relative(process.cwd(), file.name)
    for (const { fullName } of failures) outcome.failures.push(`${where} > ${fullName}`)
    if (file.status === 'failed' && failures.length === 0) outcome.failures.push(`${where}: could not run`)
  }
  outcome.skipped -= outcome.passed
  if (exitCode !== 0 && outcome.failures.length === 0)
    outcome.failures.push(`${suite}: exit code ${exitCode}`)
  return { ...outcome, failed: outcome.failures.length }
}
