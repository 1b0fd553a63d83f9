import { type ImportReport, importServiceNow, UnreadableFile } from '@/io/servicenow/import'
import { CliError } from './failures'
import { explainFile } from './files'
import type { ImportCliOptions } from './import-options'
import { runImport } from './import-run'
import { describeProblem } from './servicenow-problems'

/** Imports a log of ServiceNow, and tells of it. */
export async function runServiceNowImport(fichero: string, options: ImportCliOptions): Promise<void> {
  const report = await runImport(options, {
    unidad: 'filas',
    importar: (context) => importServiceNow(fichero, context),
    describeProblem,
    describeReport,
    explain: (error) => explain(error, fichero),
  })
  if (report.fallidas > 0)
    throw new CliError(`Filas que no se pudieron importar: ${report.fallidas}; el resto sí.`)
}

function describeReport(report: ImportReport): string {
  return [
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
