import { Command, CommanderError, Help } from 'commander'
import { addAuditCommands } from './audit'
import { addDbCommands } from './db'
import { addExportCommand } from './export'
import { explainFailure, UsageError } from './failures'
import { refuseRemote } from './file-only'
import { addImportCommand } from './import'
import { addLogCommands } from './log'
import { addProjectionCommands } from './projections'
import { addReplayCommand } from './replay'
import { addBackupCommands } from './respaldo/backup'
import { addMaintenanceCommands } from './respaldo/maintenance'
import { addRestoreCommand } from './respaldo/restore'
import { addTicketCommands } from './ticket'
import { addTokenCommands } from './token'
import { addUserCommands } from './user'
import { addWorkerCommand } from './worker'

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opciones:',
  'Commands:': 'Órdenes:',
}

const plain = new Help()

function buildProgram(): Command {
  const program = new Command('bitacora')
    .description('Bitácora: administración del servicio de tickets.')
    .helpOption('-h, --help', 'muestra esta ayuda')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      styleTitle: (title) => TITLES[title] ?? title,
      commandUsage: (command) =>
        plain.commandUsage(command).replace('[options]', '[opciones]').replace('[command]', '<orden>'),
      subcommandTerm: (command) => plain.subcommandTerm(command).replace('[options]', '[opciones]'),
      optionDescription: (option) =>
        plain
          .optionDescription(option)
          .replace('(choices:', '(uno de:')
          .replace('choices:', 'uno de:')
          .replace('default:', 'por defecto:'),
    })
  addDbCommands(program)
  addUserCommands(program)
  addTokenCommands(program)
  addTicketCommands(program)
  addImportCommand(program)
  addExportCommand(program)
  addLogCommands(program)
  addProjectionCommands(program)
  addReplayCommand(program)
  addAuditCommands(program)
  addBackupCommands(program)
  addRestoreCommand(program)
  addMaintenanceCommands(program)
  addWorkerCommand(program)
  for (const group of program.commands) group.helpCommand(false)
  for (const leaf of leaves(program)) {
    leaf.option('--json', 'escribe el resultado como JSON')
    refuseRemote(leaf)
  }
  return program.addHelpText('after', '\nEn scripts: «pnpm -s bitacora … --json» escribe solo el resultado.')
}

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted at a prompt
 */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args, { from: 'user' })
    return 0
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? fromCommander(thrown) : thrown
    if (typeof error === 'number') return error
    const { line, code } = explainFailure(error)
    process.stderr.write(`${line}\n`)
    return code
  }
}

/** Commander's errors are English text with a code: the code decides, the text gives the names in quotes. */
function fromCommander({ code, message }: CommanderError): UsageError | number {
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/g)].map(([, name]) => name)
  switch (code) {
    case 'commander.helpDisplayed':
      return 0
    // A group without its command: its help has been shown, but nothing was done.
    case 'commander.help':
      return 2
    case 'commander.unknownCommand':
      return new UsageError(`No existe la orden «${first}». Pruebe «bitacora --help».`)
    case 'commander.unknownOption':
      return new UsageError(`No existe la opción «${first}».`)
    case 'commander.missingArgument':
      return new UsageError(`Falta el argumento <${first}>.`)
    case 'commander.missingMandatoryOptionValue':
      return new UsageError(`Falta la opción ${first}.`)
    case 'commander.optionMissingArgument':
      return new UsageError(`La opción ${first} necesita un valor.`)
    case 'commander.excessArguments':
      return new UsageError('Sobran argumentos.')
    case 'commander.invalidArgument':
      return new UsageError(invalidValue(message, first, second))
    default:
      return new UsageError(message.replace(/^error: /, ''))
  }
}

function invalidValue(message: string, first: string, second: string): string {
  const allowed = /Allowed choices are (.*)\.$/.exec(message)?.[1]
  const own = /is invalid(?: for argument '[^']*')?\. (.*)$/.exec(message)?.[1] ?? 'no es un valor válido'
  // "option '--rol <rol>' argument 'x' …", but "command-argument value 'x' is invalid for argument 'id'. …".
  const [name, value] = message.includes('command-argument') ? [`<${second}>`, first] : [first, second]
  return `${name} no admite «${value}»: ${allowed === undefined ? own : `uno de ${allowed}`}.`
}
