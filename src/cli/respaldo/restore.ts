import type { Command } from 'commander'
import type { LogPoint } from '@/backup/formato/manifest'
import { readPoint } from '@/backup/registro/write'
import { positionAt } from '@/backup/replay'
import { type Goal, isBeyond, planRestore, type RestorePlan } from '@/backup/restaurar/plan'
import { type RestoreReport, restoreInto } from '@/backup/restaurar/restore'
import { type Config, readConfig } from '@/config'
import { type Connection, openDatabase } from '@/db/client'
import { migrationStatus } from '@/db/migrate'
import { databaseFile } from '@/db/upkeep'
import { createUlids } from '@/events/ids'
import { instant } from '../arguments'
import { CliError, UsageError } from '../failures'
import { moment, type OutputOptions, printResult } from '../output'
import { createProgressBar } from '../progress'
import { isMissing } from '../work'
import { labelOf } from './backup'
import { besideLive, replaceLive, requireUnused } from './replace'
import { backupFailure, foldersOf, keyOf } from './support'

interface RestoreCommand extends OutputOptions {
  readonly timestamp?: string
  readonly position?: number
  readonly from?: string
  readonly into?: string
  readonly dir?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** Adds `restore`. */
export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('rehace la base de datos de sus copias en un fichero nuevo, y lo comprueba todo')
    .option('--timestamp <instante>', 'tal como se había registrado hasta entonces (UTC)', instant)
    .option('--position <n>', 'hasta esa posición del registro', position)
    .option('--from <copia>', 'exactamente esa copia, con las que necesita')
    .option('--into <fichero>', 'el fichero que se crea')
    .option('--dir <carpeta>', 'otra carpeta que BACKUP_DIR y BACKUP_STREAM_DIR')
    .option(
      '--force',
      'pone lo restaurado en el lugar de la base de datos, que queda al lado con otro nombre',
    )
    .option('--dry-run', 'solo dice qué haría')
    .action(runRestore)
}

function position(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError('--position: se esperaba un número entero.')
  return Number(text)
}

function goalOf({ timestamp, position, from }: RestoreCommand): Goal {
  if ([timestamp, position, from].filter((one) => one !== undefined).length > 1)
    throw new UsageError('Diga solo una cosa: --timestamp, --position o --from.')
  if (timestamp !== undefined) return { tipo: 'instante', instante: timestamp }
  if (position !== undefined) return { tipo: 'posicion', posicion: position }
  return from === undefined ? { tipo: 'ultimo' } : { tipo: 'copia', id: from }
}

async function runRestore(options: RestoreCommand): Promise<void> {
  const config = readConfig()
  const goal = goalOf(options)
  const bar = createProgressBar('unidades')
  try {
    const [carpetas, clave] = [foldersOf(config, options.dir), await keyOf(config)]
    const plan = await planRestore(carpetas, goal, clave)
    const into = targetOf(config, options, plan, goal)
    if (options.dryRun) return tellPlan(options, plan, goal, into, await lossOf(config, goal, plan.alcanza))
    const live = options.force ? databaseFile(config.database.url) : null
    const fresh = live === null ? into : await besideLive(config)
    const newId = createUlids()
    const report = await restoreInto({
      ...{ carpetas, goal, clave, into: fresh, now: Date.now, newId: () => newId(Date.now()) },
      onProgress: ({ fase, hechos, total }) => bar.update(labelOf(fase), hechos, total),
    })
    bar.stop()
    // A log that is not what was sealed takes nobody's place by itself.
    const replaces = live !== null && isSound(report)
    // Before anything here opens it: a client that was closed lets go of its file late.
    if (replaces) await requireUnused(config, fresh)
    const perdido = await lossOf(config, { tipo: 'ultimo' }, report.hasta)
    const anterior = replaces ? await replaceLive(live, fresh) : null
    tellReport(options, { ...report, fichero: replaces ? live : fresh, perdido, anterior })
  } catch (error) {
    throw backupFailure(error)
  } finally {
    bar.stop()
  }
}

/** Never over the live database, unless that was asked for. Looks at nothing: a dry run must not touch it. */
function targetOf(config: Config, { into, force }: RestoreCommand, plan: RestorePlan, goal: Goal): string {
  const { url, esArchivo } = config.database
  if (!force) {
    const beside = esArchivo ? databaseFile(url) : 'bitacora.db'
    return into ?? `${beside.replace(/\.db$/, '')}-restaurada-${reachOf(plan, goal)}.db`
  }
  if (into !== undefined) throw new UsageError('--force pone lo restaurado en su sitio: no va con --into.')
  if (!esArchivo)
    throw new CliError('--force: una base de datos remota no se sustituye desde aquí; vea docs/BACKUP.md.')
  return databaseFile(url)
}

/** What the new file is called by: its last position, or the instant, where that is in the middle of a backup. */
function reachOf({ alcanza }: RestorePlan, goal: Goal): string {
  if (isBeyond(goal, alcanza)) {
    if (goal.tipo === 'posicion') return String(goal.posicion)
    if (goal.tipo === 'instante') return goal.instante.replace(/[-:.]/g, '')
  }
  return String(alcanza.posicion)
}

interface Loss {
  /** Events of the live database that are not in it. */
  readonly eventos: number
  readonly hasta: string | null
}

/** What the live database has beyond what is restored; null where it can't be read, as when its disk is lost. */
async function lossOf(config: Config, goal: Goal, alcanza: LogPoint): Promise<Loss | null> {
  if (isMissing(config)) return null
  try {
    if ((await migrationStatus(config.database)).aplicadas.length === 0) return null
    const database = await openDatabase(config.database)
    try {
      const db = database.as('admin')
      const head = await readPoint(db)
      const last = isBeyond(goal, alcanza) ? await lastOf(db, goal, alcanza) : alcanza.posicion
      return { eventos: Math.max(0, head.posicion - last), hasta: head.fecha }
    } finally {
      database.close()
    }
  } catch {
    // Whatever is wrong with it is why somebody restores.
    return null
  }
}

/** Where in the live log a goal lies that is in the middle of a backup. */
async function lastOf(db: Connection, goal: Goal, alcanza: LogPoint): Promise<number> {
  if (goal.tipo === 'posicion') return goal.posicion
  return goal.tipo === 'instante' ? await positionAt(db, goal.instante) : alcanza.posicion
}

const isSound = ({ auditoria }: RestoreReport): boolean => auditoria.hallazgos.length === 0

function describeLoss(loss: Loss | null): string {
  if (loss === null)
    return 'La base de datos actual no se puede leer: lo posterior a la última copia no está.'
  if (loss.eventos === 0) return 'No falta ningún evento de la base de datos actual.'
  return `Quedan fuera los ${loss.eventos} eventos siguientes de la base de datos actual, que llega hasta ${moment(loss.hasta ?? '')}.`
}

function tellPlan(
  options: OutputOptions,
  plan: RestorePlan,
  goal: Goal,
  into: string,
  perdido: Loss | null,
): void {
  const { base, segmentos, alcanza } = plan
  const copias = [base, ...segmentos].map(({ manifest }) => manifest.id)
  const value = { fichero: into, goal, copias, alcanza, perdido }
  const last =
    goal.tipo === 'instante' ? `hasta ${goal.instante}` : `hasta la posición ${reachOf(plan, goal)}`
  printResult(
    options,
    value,
    [`Crearía ${into}, ${last}, de:`, ...copias.map((id) => `  ${id}`), describeLoss(perdido)].join('\n'),
  )
}

function tellReport(
  options: OutputOptions,
  report: RestoreReport & { readonly perdido: Loss | null; readonly anterior: string | null },
): void {
  const { fichero, hasta, auditoria, tareasApartadas, anterior, perdido } = report
  const sound = isSound(report)
  const text = [
    `${fichero}: hasta la posición ${hasta.posicion} (${moment(hasta.fecha ?? '')} UTC), de ${report.copias.length} copias.`,
    `${sound ? '✓' : '✗'} Tal como se sellaron: ${auditoria.confirmados} de ${auditoria.eventos} eventos.`,
    describeLoss(perdido),
    'Las sesiones y los enlaces de acceso no se restauran: hay que volver a entrar.',
    ...(tareasApartadas > 0
      ? [`Apartadas ${tareasApartadas} tareas que estaban pendientes: decida en la página Tareas.`]
      : []),
    ...(anterior === null ? [] : [`La base de datos anterior queda en ${anterior}.`]),
  ]
  printResult(options, report, text.join('\n'))
  if (!sound)
    throw new CliError('El registro restaurado no es lo que se selló: «pnpm bitacora audit verify» dice qué.')
}
