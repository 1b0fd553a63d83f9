import { type ImportReport, importServiceNow, UnreadableFile } from '@/io/servicenow/import'
import { CliError } from './failures'
import { explainFile } from './files'
import type { ImportCliOptions } from './import-options'
import { createImportProgress } from './import-progress'
import { printResult } from './output'
import { describeProblem } from './servicenow-problems'
import { withRuntime } from './work'

/** Imports a log of ServiceNow, and tells of it. */
export async function runServiceNowImport(fichero: string, options: ImportCliOptions): Promise<void> {
  const dryRun = options.dryRun === true
  const report = await withRuntime(async ({ bus, db }) => {
    const progress = createImportProgress('filas')
    try {
      return await importServiceNow(fichero, {
        bus,
        db: db.as('admin'),
        dryRun,
        onProblem: (linea, problem) => progress.tell(`Línea ${linea}: ${describeProblem(problem)}`),
        onProgress: (reached) => progress.update(reached),
      })
    } catch (error) {
      throw explain(error, fichero)
    } finally {
      progress.stop()
    }
  })
  printResult(options, { ...report, dryRun }, describeReport(report, dryRun))
  if (report.fallidas > 0)
    throw new CliError(`Filas que no se pudieron importar: ${report.fallidas}; el resto sí.`)
}

function describeReport(report: ImportReport, dryRun: boolean): string {
  return [
    ...(dryRun ? ['Ensayo: no se ha escrito nada.'] : []),
    `Filas leídas:         ${report.leidas}`,
    `Tickets nuevos:       ${report.tickets}`,
    `Eventos nuevos:       ${report.eventos}`,
    `Filas que ya estaban: ${report.omitidas}`,
    `Filas con error:      ${report.fallidas}`,
  ].join('\n')
}

function explain(error: unknown, fichero: string): unknown {
  if (!(error instanceof UnreadableFile)) return explainFile(error, fichero)
  const faltan = error.faltan.length > 0 ? `: le faltan las columnas ${error.faltan.join(', ')}` : ''
  return new CliError(`${fichero} no es un registro de incidencias de ServiceNow${faltan}.`)
}
