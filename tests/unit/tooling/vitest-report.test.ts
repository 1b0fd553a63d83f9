import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closingLine, failed, passed, skipped, total } from '../../support/run/outcome'
import { countReport } from '../../support/run/vitest-report'

const one = (status: string, fullName: string = status) => ({ status, fullName })
const file = (name: string, status: string, ...assertionResults: object[]) => ({
  name: join(process.cwd(), name),
  status,
  assertionResults,
})

async function count(exitCode: number, ...testResults: object[]) {
  const path = join(await mkdtemp(join(tmpdir(), 'bitacora-report-')), 'report.json')
  await writeFile(path, JSON.stringify({ testResults }))
  return await countReport(path, exitCode, 'unit')
}

test('tests are counted by what became of them', async () => {
  const outcome = await count(
    1,
    file('a.test.ts', 'failed', one('passed'), one('failed', 'breaks'), one('pending')),
    file('b.test.ts', 'passed', one('passed'), one('skipped'), one('todo')),
  )
  expect(outcome).toEqual({ passed: 2, failed: 1, skipped: 3, failures: ['a.test.ts > breaks'] })
})

test('a file that could not be loaded is a failure, though no test in it failed', async () => {
  const outcome = await count(1, file('a.test.ts', 'failed'), file('b.test.ts', 'passed', one('passed')))
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 0, failures: ['a.test.ts: could not run'] })
})

test('a run that ended badly is a failure, though all its tests passed', async () => {
  const outcome = await count(1, file('a.test.ts', 'passed', one('passed')))
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 0, failures: ['unit: exit code 1'] })
})

test('a run that left no report is a failure', async () => {
  expect(await countReport('/nowhere/report.json', 134, 'e2e')).toMatchObject({ passed: 0, failed: 1 })
})

test('the closing line names skips only when there are any', () => {
  expect(closingLine(total([passed(), passed(), failed('tsc')]))).toBe('2 passed, 1 failed')
  expect(closingLine(total([passed(), skipped()]))).toBe('1 passed, 0 failed, 1 skipped')
})
