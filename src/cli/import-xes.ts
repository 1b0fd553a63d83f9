import { readFile } from 'node:fs/promises'
import { ClassifierMissing } from '@/io/xes/entry'
import { XesFailure } from '@/io/xes/failure'
import { importXes, type XesReport } from '@/io/xes/import'
import { type Mapping, readMapping } from '@/io/xes/mapping'
import { CliError } from './failures'
import { explainFile } from './files'
import type { ImportCliOptions } from './import-options'
import { runImport } from './import-run'
import { describeFailure, describeXesProblem } from './xes-problems'

/** Imports a log of XES, and tells of it. */
export async function runXesImport(fichero: string, options: ImportCliOptions): Promise<void> {
  const mapping = options.map === undefined ? null : await loadMapping(options.map)
  const report = await runImport(options, {
    unidad: 'sucesos',
    importar: (context) => importXes(fichero, { ...context, mapping }),
    describeProblem: describeXesProblem,
    describeReport,
    explain: (error) => explain(error, fichero),
  })
  if (report.incompleto)
    throw new CliError(
      `${fichero} no se pudo leer entero. Lo importado se queda: repita con el fichero bueno.`,
    )
  if (report.fallidas > 0)
    throw new CliError(`No se pudo importar todo (problemas: ${report.fallidas}); el resto sí entró.`)
}

async function loadMapping(fichero: string): Promise<Mapping> {
  const json = await readFile(fichero, 'utf8').catch((error: unknown) => {
    throw explainFile(error, fichero)
  })
  const parsed = readMapping(json.replace(/^\uFEFF/, ''))
  if (parsed.ok) return parsed.mapping
  throw new CliError(`${fichero} no es un mapa válido: ${parsed.errores.join('; ')}.`)
}

function describeReport(report: XesReport): string {
  const unknown = Object.entries(report.sinCorrespondencia)
  const sum = unknown.reduce((total, [, veces]) => total + veces, 0)
  return [
    `Sucesos leídos:          ${report.leidas}`,
    `Tickets nuevos:          ${report.tickets}`,
    `Eventos nuevos:          ${report.eventos}`,
    `Sucesos que ya estaban:  ${report.omitidas}`,
    `Problemas:               ${report.fallidas}`,
    `Sin correspondencia:     ${sum}`,
    ...unknown.map(([actividad, veces]) => `  ${veces} × «${actividad}», como comentario interno`),
    ...(report.recortados > 0 ? [`Valores recortados:      ${report.recortados}`] : []),
  ].join('\n')
}

function explain(error: unknown, fichero: string): unknown {
  if (error instanceof XesFailure)
    return new CliError(`${fichero} no es un registro XES que se pueda leer: ${describeFailure(error)}.`)
  if (error instanceof ClassifierMissing) {
    const hay = error.hay.length > 0 ? `tiene ${error.hay.join(', ')}` : 'no tiene ninguno'
    return new CliError(`${fichero} no tiene el clasificador «${error.clasificador}»: ${hay}.`)
  }
  return explainFile(error, fichero)
}
