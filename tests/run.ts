import { createSupervisor, type Supervisor } from '../src/cli/serve/supervisor'
import { closingLine, type Outcome, total } from './support/run/outcome'
import { SelectionError, selectSteps } from './support/run/selection'
import { phases, type Step } from './support/run/steps'

async function runLane(lane: readonly Step[], supervisor: Supervisor): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const step of lane) outcomes.push(await step.run(supervisor))
  return outcomes
}

async function runAll(selected: Set<string>, supervisor: Supervisor): Promise<Outcome> {
  const projects = ['unit', 'property'].filter((name) => selected.has(name))
  const outcomes: Outcome[] = []
  for (const phase of phases(projects)) {
    const lanes = phase.map((lane) =>
      lane.filter(({ name }) => selected.has(name) || name === projects.join('+')),
    )
    const results = await Promise.all(lanes.map((lane) => runLane(lane, supervisor)))
    outcomes.push(...results.flat())
  }
  return total(outcomes)
}

async function main(selected: Set<string>): Promise<number> {
  const supervisor = createSupervisor((reason) => process.exit(reason === 'SIGINT' ? 130 : 143))
  const result = await runAll(selected, supervisor)
  await supervisor.stopAll()
  if (result.failures.length > 0) {
    process.stdout.write(`\nFailed:\n${result.failures.map((failure) => `  ✗ ${failure}\n`).join('')}`)
  }
  process.stdout.write(`\n${closingLine(result)}\n`)
  return result.failed > 0 || result.passed === 0 ? 1 : 0
}

try {
  process.exitCode = await main(selectSteps(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof SelectionError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
