import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { type Command, Option } from 'commander'
import { lineText } from '@/domain/text'
import { ESTADOS, type Estado, PRIORIDADES, type Prioridad } from '@/domain/values'
import { type ExportProgress, exportXes } from '@/io/xes/export/export'
import type { Selection } from '@/io/xes/export/select'
import type { Runtime } from '@/runtime'
import { instant, positives } from './arguments'
import { CliError, UsageError } from './failures'
import { type OutputOptions, printResult } from './output'
import { createProgressBar } from './progress'
import { withRuntime } from './work'
import { writeText } from './write-text'

interface Options extends OutputOptions {
  readonly salida?: string
  readonly estado?: Estado
  readonly prioridad?: Prioridad
  readonly asignado?: string
  readonly solicitante?: string
  readonly desde?: string
  readonly hasta?: string
  readonly texto?: string
  readonly sinInternos?: boolean
}

/** Adds `export`. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('exporta tickets con su historial entero, notas internas incluidas')
    .argument(
      '[tickets...]',
      'números de los tickets; sin ninguno, todos los que cumplan lo demás',
      positives,
    )
    .addOption(new Option('--format <formato>', 'formato del fichero').choices(['xes']).makeOptionMandatory())
    .option(
      '--salida <fichero>',
      'dónde se escribe, comprimido si acaba en .gz; sin ella, la salida estándar',
    )
    .addOption(new Option('--estado <estado>', 'solo los de este estado').choices(ESTADOS))
    .addOption(new Option('--prioridad <prioridad>', 'solo los de esta prioridad').choices(PRIORIDADES))
    .option('--asignado <correo>', 'solo los asignados a esta cuenta, o a «nadie»')
    .option('--solicitante <correo>', 'solo los que pidió esta cuenta')
    .option('--desde <fecha>', 'solo los creados desde esta fecha, en UTC', instant)
    .option('--hasta <fecha>', 'solo los creados antes de esta fecha, en UTC', instant)
    .option('--texto <texto>', 'solo los que lo llevan en el título')
    .option('--sin-internos', 'deja fuera las notas internas')
    .action(runExport)
}

async function runExport(ids: readonly number[] | undefined, options: Options): Promise<void> {
  const { salida } = options
  if (options.json && salida === undefined) throw new UsageError('--json necesita --salida.')
  const texto = lineText(1, 100).optional().safeParse(options.texto)
  if (!texto.success) throw new UsageError('--texto admite de 1 a 100 caracteres.')
  let done: ExportProgress = { tickets: 0, eventos: 0, total: 0 }
  await withRuntime(async ({ db }) => {
    const selection = await select(db, ids ?? [], options, texto.data ?? null)
    const progress = createProgressBar('tickets')
    const text = exportXes({
      db: db.as('admin'),
      selection,
      sinInternos: options.sinInternos === true,
      onProgress(reached) {
        done = reached
        progress.update('Exportando', reached.tickets, reached.total)
      },
    })
    try {
      await writeText(text, salida)
    } finally {
      progress.stop()
    }
  })
  const { tickets, eventos } = done
  if (salida !== undefined)
    printResult(
      options,
      { tickets, eventos, salida },
      `Exportados ${tickets} tickets, con ${eventos} eventos, a ${salida}.`,
    )
}

async function select(
  db: Runtime['db'],
  ids: readonly number[],
  options: Options,
  texto: string | null,
): Promise<Selection> {
  const account = async (email: string) => {
    const found = await findCuentaByEmailQuery(db.as('admin'), email.trim().toLowerCase())
    if (!found) throw new CliError(`No hay ninguna cuenta con el correo ${email}.`)
    return found.id
  }
  const { estado, prioridad, asignado, solicitante, desde, hasta } = options
  return {
    ids,
    estado: estado ?? null,
    prioridad: prioridad ?? null,
    asignado: asignado === undefined ? null : asignado === 'nadie' ? asignado : await account(asignado),
    solicitante: solicitante === undefined ? null : await account(solicitante),
    desde: desde ?? null,
    hasta: hasta ?? null,
    texto,
  }
}
