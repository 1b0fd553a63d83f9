import { SingleBar } from 'cli-progress'
import { type Command, Option } from 'commander'
import {
  type ImportOptions,
  type ImportReport,
  importServiceNow,
  UnreadableFile,
} from '@/io/servicenow/import'
import { CliError } from './failures'
import { describeProblem } from './import-problems'
import { type OutputOptions, printResult } from './output'
import { withRuntime } from './work'

interface Options extends OutputOptions {
  readonly dryRun?: boolean
}

/** Adds `import`. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('importa un registro de incidencias; repetirlo no duplica nada')
    .argument('<fichero>', 'fichero que se importa')
    .addOption(
      new Option('--format <formato>', 'formato del fichero').choices(['servicenow']).makeOptionMandatory(),
    )
    .option('--dry-run', 'cuenta lo que importaría, sin escribir nada')
    .action(runImport)
}

async function runImport(fichero: string, options: Options): Promise<void> {
  const dryRun = options.dryRun === true
  const report = await withRuntime(async ({ bus, db }) => {
    const progress = createProgress()
    try {
      return await importServiceNow(fichero, { bus, db: db.as('admin'), dryRun, ...progress.listeners })
    } catch (error) {
      throw explainFile(error, fichero)
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

/** A bar on a terminal; bad rows are told as they come, above it. */
function createProgress(): {
  readonly listeners: Pick<ImportOptions, 'onProblem' | 'onProgress'>
  stop(): void
} {
  const { stderr } = process
  const bar = stderr.isTTY
    ? new SingleBar({
        format: 'Importando [{bar}] {percentage} % · {leidas} filas · {duration_formatted}',
        stream: stderr,
        hideCursor: true,
        clearOnComplete: true,
      })
    : null
  return {
    listeners: {
      onProblem(linea, problem) {
        stderr.write(`${bar ? '\r\x1b[2K' : ''}Línea ${linea}: ${describeProblem(problem)}\n`)
      },
      onProgress({ bytes, total, leidas }) {
        if (!bar) return
        if (bar.isActive) bar.update(bytes, { leidas })
        else bar.start(total, bytes, { leidas })
      },
    },
    stop: () => bar?.stop(),
  }
}

function explainFile(error: unknown, fichero: string): unknown {
  if (error instanceof UnreadableFile) {
    const faltan = error.faltan.length > 0 ? `: le faltan las columnas ${error.faltan.join(', ')}` : ''
    return new CliError(`${fichero} no es un registro de incidencias de ServiceNow${faltan}.`)
  }
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return new CliError(`No existe el fichero ${fichero}.`)
  if (code === 'EISDIR' || code === 'EACCES') return new CliError(`No se puede leer ${fichero}.`)
  return error
}
