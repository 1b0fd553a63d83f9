import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale, isBuildFresh, NEXT_BIN } from '../../../src/cli/serve/build'
import type { Supervisor } from '../../../src/cli/serve/supervisor'
import { CHROMIUM } from '../chromium'
import { runCheck, runQuietly, tell } from './execute'
import { failed, type Outcome, skipped } from './outcome'
import { countReport } from './vitest-report'

/** A step has a name, for `--only`, and is run with the supervisor that ends its processes. */
export type Step = { name: string; run: (supervisor: Supervisor) => Promise<Outcome> }

const bin = (name: string) => `node_modules/.bin/${name}`
const node = process.execPath
const CRUISED = ['src', 'app', 'projections', 'tests', 'proxy.ts', 'instrumentation.ts', 'next.config.ts']

const check = (name: string, command: string, args: readonly string[]): Step => ({
  name,
  run: (supervisor) => runCheck(supervisor, { name, command, args }),
})

const vitest = (...projects: string[]): Step => ({
  name: projects.join('+'),
  async run(supervisor) {
    const folder = await mkdtemp(join(tmpdir(), 'bitacora-vitest-'))
    const report = join(folder, 'report.json')
    const selected = projects.flatMap((project) => ['--project', project])
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const args = ['run', '--passWithNoTests', ...selected, ...reporters]
    const code = await supervisor.start(bin('vitest'), args).ended
    const outcome = await countReport(report, code, projects.join('+'))
    await rm(folder, { recursive: true, force: true })
    return outcome
  },
})

const build: Step = {
  name: 'build',
  async run(supervisor) {
    const began = Date.now()
    let output = ''
    const code = await buildIfStale(process.cwd(), async () => {
      const result = await runQuietly(supervisor, { command: node, args: [NEXT_BIN, 'build'] })
      output = result.output
      return result.code
    })
    return tell(code === null ? 'build, still fresh' : 'build', code === 0 || code === null, began, output)
  },
}

const e2e: Step = {
  name: 'e2e',
  async run(supervisor) {
    if (CHROMIUM === undefined) return missingChromium()
    if (await isBuildFresh(process.cwd())) return await vitest('e2e').run(supervisor)
    process.stdout.write('- e2e: not run, there is no build\n')
    return skipped()
  },
}

function missingChromium(): Outcome {
  const inCi = process.env.CI === 'true'
  const line = 'e2e: no Chromium (apt-get install chromium-headless-shell, or set CHROMIUM_PATH)'
  process.stdout.write(`${inCi ? '✗' : '-'} ${line}\n`)
  return inCi ? failed(line) : skipped()
}

/**
 * All steps. Phases follow one another; the lanes of a phase run side by side, for there are two
 * cores, and none beside vitest, whose tests measure time.
 */
export const phases = (projects: readonly string[]): Step[][][] => [
  [
    [check('biome', bin('biome'), ['check', '--error-on-warnings'])],
    [check('typegen', node, [NEXT_BIN, 'typegen'])],
  ],
  [
    [
      check('tsc', bin('tsc'), ['--noEmit']),
      check('imports', bin('depcruise'), [
        '--config',
        '.dependency-cruiser.cjs',
        ...CRUISED.filter(existsSync),
      ]),
      check('knip', bin('knip'), ['--no-progress']),
    ],
    [check('oxlint', bin('oxlint'), []), build],
  ],
  ...(projects.length > 0 ? [[[vitest(...projects)]]] : []),
  [[{ ...vitest('integration', 'alone'), name: 'integration' }]],
  [[e2e]],
]
