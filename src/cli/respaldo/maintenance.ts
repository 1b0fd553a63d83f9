import { Argument, type Command, Option } from 'commander'
import { dueMaintenance } from '@/backup/mantenimiento/due'
import { runMaintenance } from '@/backup/mantenimiento/perform'
import { bornAt, lastDone, ORIGENES, type Origen, type RunEnd, recentRuns } from '@/backup/mantenimiento/runs'
import { ACCIONES_MANTENIMIENTO, type AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { moment, type OutputOptions, printResult, table } from '../output'
import { withRuntime } from '../work'
import { performHere } from './backup'
import { backupFailure, size } from './support'

const KINDS = ['reindex', 'integrity', 'analyze', 'vacuum', 'wal'] as const

interface MaintenanceOptions extends OutputOptions {
  readonly origen: Origen
  readonly id?: string
}

/** Adds `maintenance reindex|integrity|analyze|vacuum|wal|all`, `maintenance due`, `run` and `status`. */
export function addMaintenanceCommands(program: Command): void {
  const group = program.command('maintenance').description('el mantenimiento de la base de datos')
  const texts = {
    reindex: 'rehace los índices',
    integrity: 'comprueba páginas, índices y claves ajenas',
    analyze: 'actualiza lo que el planificador sabe de los índices',
    vacuum: 'rehace el fichero sin páginas libres; mientras, nadie escribe',
    wal: 'pasa el registro de escritura (WAL) al fichero',
  } as const
  for (const accion of KINDS)
    group
      .command(accion)
      .description(texts[accion])
      .action(async (options: OutputOptions) => await runOne(accion, { ...options, origen: 'consola' }))
  group.command('all').description('todo lo anterior, una cosa tras otra').action(runAll)
  group
    .command('run', { hidden: true })
    .addArgument(new Argument('<tarea>').choices(ACCIONES_MANTENIMIENTO))
    .addOption(new Option('--origen <origen>').choices(ORIGENES).default('consola'))
    .option('--id <id>')
    .action(runOne)
  group.command('due').description('lo que toca ahora según el calendario, sin hacerlo').action(runDue)
  group.command('status').description('las últimas veces, con lo que se midió').action(runStatus)
}

async function runOne(accion: AccionMantenimiento, options: MaintenanceOptions): Promise<void> {
  const end = await performHere(accion, options.origen, { id: options.id })
  printResult(options, end, describe(accion, end))
}

async function runAll(options: OutputOptions): Promise<void> {
  const ends: Record<string, RunEnd> = {}
  try {
    await withRuntime(async (runtime) => {
      for (const accion of KINDS)
        ends[accion] = await runMaintenance(
          { ...runtime, now: Date.now },
          { accion, origen: 'consola', id: runtime.newId() },
        )
    })
  } catch (error) {
    throw backupFailure(error)
  }
  printResult(
    options,
    ends,
    Object.entries(ends)
      .map(([accion, end]) => describe(accion, end))
      .join('\n'),
  )
}

function describe(accion: string, { antes, despues, resultado }: RunEnd): string {
  const bytes = (figures: unknown) =>
    figures !== null && typeof figures === 'object' && 'bytes' in figures ? size(Number(figures.bytes)) : '–'
  return `${accion}: ${bytes(antes)} → ${bytes(despues)}  ${JSON.stringify(resultado)}`
}

async function runDue(options: OutputOptions): Promise<void> {
  const due = await withRuntime(async ({ db, config }) => {
    const admin = db.as('admin')
    const { plan, hora } = config.respaldo
    return dueMaintenance(plan, hora, await lastDone(admin), await bornAt(admin), Date.now())
  })
  printResult(options, { toca: due }, due.length === 0 ? 'No toca nada.' : `Toca: ${due.join(', ')}`)
}

async function runStatus(options: OutputOptions): Promise<void> {
  const runs = await withRuntime(({ db }) => recentRuns(db.as('admin'), 30))
  const rows = runs.map(({ accion, origen, estado, inicio, fin, error }) => [
    ...[moment(inicio), accion, origen, estado],
    fin === null ? '' : `${Math.round((Date.parse(fin) - Date.parse(inicio)) / 100) / 10} s`,
    error ?? '',
  ])
  const text =
    rows.length === 0
      ? 'Todavía no se ha hecho nada.'
      : table(['Inicio (UTC)', 'Tarea', 'Origen', 'Estado', 'Tardó', ''], rows)
  printResult(options, runs, text)
}
