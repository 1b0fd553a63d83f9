import type { Difference } from '@projections/engine/compare'
import type { ProjectionName } from '@projections/engine/projection'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { type ProjectionStatus, projectionStatus } from '@projections/engine/status'
import { compareWithLog } from '@projections/engine/verify'
import { PROJECTION_NAMES } from '@projections/registry'
import { type Command, InvalidArgumentError } from 'commander'
import { CliError, UsageError } from './failures'
import { type OutputOptions, printResult, table } from './output'
import { withRebuildBar } from './rebuild-bar'
import { withRuntime } from './work'

const SHOWN = 20

/** Adds `projections status`, `projections rebuild` and `projections verify`. */
export function addProjectionCommands(program: Command): void {
  const projections = program
    .command('projections')
    .description('las proyecciones: lo que se lee, hecho de lo que pasó')
  projections
    .command('status')
    .description('muestra hasta qué evento ha llegado cada una, y por qué se ha parado')
    .action(runStatus)
  projections
    .command('rebuild')
    .description('las reconstruye del registro sin parar el servicio; dice lo que no coincidía')
    .argument('[nombres...]', `cuáles: ${PROJECTION_NAMES.join(', ')}`, parseName, [])
    .option('--all', 'todas')
    .action(runRebuild)
  projections
    .command('verify')
    .description('las compara con el registro, fila a fila; termina con 1 si algo no coincide')
    .argument('[nombres...]', 'cuáles; todas si no se dice', parseName, [])
    .action(runVerify)
}

function parseName(name: string, before: readonly ProjectionName[]): ProjectionName[] {
  const found = PROJECTION_NAMES.find((known) => known === name)
  if (!found) throw new InvalidArgumentError(`se esperaba una de ${PROJECTION_NAMES.join(', ')}`)
  return [...before, found]
}

const ESTADO: Readonly<Record<ProjectionStatus['estado'], string>> = {
  en_linea: 'en línea',
  al_dia: 'al día',
  atrasada: 'atrasada',
  veneno: 'parada',
  reconstruir: 'por reconstruir',
}

async function runStatus(options: OutputOptions): Promise<void> {
  const status = await withRuntime(({ db }) => projectionStatus(db.as('admin'), Date.now()))
  const rows = status.map((one) => [
    one.nombre,
    ESTADO[one.estado],
    String(one.posicion),
    String(one.eventosDetras),
    String(one.segundosDetras),
    String(one.version),
  ])
  const head = ['PROYECCIÓN', 'ESTADO', 'POSICIÓN', 'EVENTOS DETRÁS', 'SEGUNDOS DETRÁS', 'VERSIÓN']
  const stopped = status.flatMap(({ nombre, error, errorPosicion }) =>
    error === null ? [] : [`${nombre} se ha parado antes del evento ${errorPosicion ?? '?'}: ${error}`],
  )
  printResult(options, status, [table(head, rows), ...stopped].join('\n'))
}

async function runRebuild(
  nombres: readonly ProjectionName[],
  options: OutputOptions & { readonly all?: boolean },
): Promise<void> {
  const all = options.all === true
  if (all === nombres.length > 0)
    throw new UsageError('Diga qué proyecciones reconstruir, o --all para todas.')
  const chosen = PROJECTION_NAMES.filter((name) => all || nombres.includes(name))
  const report = await withRuntime(async ({ config, db, newId }) => {
    const { url } = config.database
    return await withRebuildBar((onProgress) =>
      rebuildLive(chosen, { database: db, url, now: Date.now, newId, onProgress }),
    )
  })
  const lines = [
    `Reconstruidas hasta el evento ${report.posicion}: ${chosen.join(', ')}.`,
    ...(report.reanudada > 0
      ? [`Se siguió donde se quedó la anterior, con ${report.reanudada} eventos ya plegados.`]
      : []),
    ...(report.total === 0 ? ['Todo coincidía.'] : [`Diferencias corregidas: ${report.total}`]),
    ...describe(report.differences, report.total),
  ]
  printResult(options, report, lines.join('\n'))
  if (report.sinReparar > 0) throw new CliError(`Filas que no se pudieron corregir: ${report.sinReparar}.`)
}

async function runVerify(nombres: readonly ProjectionName[], options: OutputOptions): Promise<void> {
  const chosen = PROJECTION_NAMES.filter((name) => nombres.length === 0 || nombres.includes(name))
  const report = await withRuntime(({ db }) =>
    withRebuildBar((onProgress) => compareWithLog(db.as('admin'), chosen, onProgress)),
  )
  const { total, differences, posicion } = report
  const lines =
    total === 0
      ? [`Todo coincide con el registro hasta el evento ${posicion}: ${chosen.join(', ')}.`]
      : [`Diferencias: ${total}`, ...describe(differences, total)]
  printResult(options, report, lines.join('\n'))
  if (total > 0) throw new CliError('Las proyecciones no son lo que dice el registro.')
}

function describe(differences: readonly Difference[], total: number): string[] {
  const lines = differences.slice(0, SHOWN).map(({ table: name, clave, column, folded, live }) => {
    const say = (value: Difference['live']) => (value === null ? 'nada' : JSON.stringify(value))
    return `  ${name} ${clave}, ${column}: es ${say(live)}, el registro dice ${say(folded)}`
  })
  return total > SHOWN ? [...lines, `  … y ${total - SHOWN} más (--json da las primeras mil)`] : lines
}
