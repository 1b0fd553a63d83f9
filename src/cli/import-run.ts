import type { CommandBus } from '@/commands/bus'
import type { Connection } from '@/db/client'
import type { ImportCliOptions } from './import-options'
import { createImportProgress, type ImportProgress } from './import-progress'
import { printResult } from './output'
import { withRuntime } from './work'

/** What every importer is given beside its file. */
interface ImportContext<Problem> {
  readonly bus: CommandBus
  readonly db: Connection
  readonly dryRun: boolean
  readonly onProblem: (linea: number, problem: Problem) => void
  readonly onProgress: ImportProgress['update']
}

interface ImportRun<Problem, Report extends object> {
  /** What the file holds, in the plural: `filas`. */
  readonly unidad: string
  readonly importar: (context: ImportContext<Problem>) => Promise<Report>
  readonly describeProblem: (problem: Problem) => string
  readonly describeReport: (report: Report) => string
  /** What went wrong with the file as a whole, in words. */
  readonly explain: (error: unknown) => unknown
}

/** Runs an importer with its progress, tells what was wrong as it is found, and prints what came of it. */
export async function runImport<Problem, Report extends object>(
  options: ImportCliOptions,
  { unidad, importar, describeProblem, describeReport, explain }: ImportRun<Problem, Report>,
): Promise<Report> {
  const dryRun = options.dryRun === true
  const report = await withRuntime(async ({ bus, db }) => {
    const progress = createImportProgress(unidad)
    try {
      return await importar({
        bus,
        db: db.as('admin'),
        dryRun,
        onProblem: (linea, problem) => progress.tell(`Línea ${linea}: ${describeProblem(problem)}`),
        onProgress: (reached) => progress.update(reached),
      })
    } catch (error) {
      throw explain(error)
    } finally {
      progress.stop()
    }
  })
  const rehearsal = dryRun ? ['Ensayo: no se ha escrito nada.'] : []
  printResult(options, { ...report, dryRun }, [...rehearsal, describeReport(report)].join('\n'))
  return report
}
