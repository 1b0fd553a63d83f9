import type { Command } from 'commander'
import type { Runtime } from '@/runtime'
import type { BatchReport } from '@/worker/batch'
import { type End, listenForEnd } from './end'
import { explainFailure } from './failures'
import type { OutputOptions } from './output'
import { moment } from './output'
import { withRuntime } from './work'

interface WorkerOptions extends OutputOptions {
  readonly once?: boolean
}

const ROUND = { ms: 10_000, max: 1000 }
const POLL_MS = 1000
const SLOWEST_POLL_MS = 60_000
const SEAL_EVERY_MS = 60_000

/** Adds `worker`. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('hace el trabajo de fondo: proyecciones, tareas y sellos, hasta Ctrl-C')
    .option('--once', 'una sola vuelta, y termina')
    .action(runWorker)
}

async function runWorker(options: WorkerOptions): Promise<void> {
  await withRuntime(async (runtime) => {
    const end = listenForEnd()
    try {
      if (options.once) print(options, await oneRound(runtime, end, true))
      else await untilEnd(runtime, options, end)
    } finally {
      end.close()
    }
  })
}

/** Rounds with pauses between them; one that fails is told and tried again, ever later. */
async function untilEnd(runtime: Runtime, options: WorkerOptions, end: End): Promise<void> {
  let sealedAt = Number.NEGATIVE_INFINITY
  for (let failures = 0; !end.asked; ) {
    const seals = Date.now() - sealedAt >= SEAL_EVERY_MS
    let pause = POLL_MS
    try {
      const report = await oneRound(runtime, end, seals)
      failures = 0
      if (seals) sealedAt = Date.now()
      if (didSomething(report)) print(options, report)
      // What came meanwhile waits no longer than it must.
      if (report !== null && report.tareas.tomadas > 0) pause = 0
    } catch (error) {
      failures += 1
      pause = Math.min(POLL_MS * 2 ** failures, SLOWEST_POLL_MS)
      process.stderr.write(`${explainFailure(error).line}\n`)
    }
    await end.sleep(pause)
  }
}

async function oneRound(runtime: Runtime, end: End, sellar: boolean): Promise<BatchReport | null> {
  return await runtime.runBatch({ ...ROUND, sellar, stopped: () => end.asked })
}

function didSomething(report: BatchReport | null): boolean {
  return report !== null && (report.tareas.tomadas > 0 || report.sello !== null)
}

const NAMES = [
  ['hechas', 'hechas'],
  ['reintentadas', 'para más tarde'],
  ['aparcadas', 'apartadas'],
  ['devueltas', 'devueltas'],
  ['perdidas', 'de otro proceso'],
  ['inciertas', 'sin confirmar'],
] as const

function print({ json }: OutputOptions, report: BatchReport | null): void {
  if (report === null) return
  if (json) {
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return
  }
  const { tareas, proyecciones, sello, milisegundos } = report
  const ends = NAMES.flatMap(([key, name]) => (tareas[key] > 0 ? [`${tareas[key]} ${name}`] : []))
  const behind = proyecciones
    .filter(({ estado }) => estado !== 'al_dia')
    .map(({ nombre, estado }) => `${nombre} ${estado}`)
  const parts = [
    moment(new Date().toISOString()),
    `tareas: ${ends.join(', ') || 'ninguna'}`,
    `proyecciones: ${behind.join(', ') || 'al día'}`,
    `${milisegundos} ms`,
  ]
  process.stdout.write(`${parts.join('  ')}\n`)
  // Whoever keeps these lines holds what a later log must agree with.
  if (sello !== null) process.stdout.write(`sello ${JSON.stringify(sello)}\n`)
}
