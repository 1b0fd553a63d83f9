import { type Command, Option } from 'commander'
import { UsageError } from './failures'
import type { ImportCliOptions } from './import-options'
import { runServiceNowImport } from './import-servicenow'
import { runXesImport } from './import-xes'

/** Adds `import`. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('importa un registro de otro sistema; repetirlo no duplica nada')
    .argument('<fichero>', 'fichero que se importa; un XES puede ir comprimido con gzip')
    .addOption(
      new Option('--format <formato>', 'formato del fichero')
        .choices(['servicenow', 'xes'])
        .makeOptionMandatory(),
    )
    .option('--map <fichero>', 'con xes: qué significa cada actividad y cada atributo (docs/IMPORTACION.md)')
    .option('--dry-run', 'cuenta lo que importaría, sin escribir nada')
    .action(runImport)
}

async function runImport(fichero: string, options: ImportCliOptions): Promise<void> {
  if (options.map !== undefined && options.format !== 'xes')
    throw new UsageError('--map solo vale con --format xes.')
  await (options.format === 'xes' ? runXesImport : runServiceNowImport)(fichero, options)
}
