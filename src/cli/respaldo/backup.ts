import { mkdir } from 'node:fs/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { listBackups } from '@/backup/formato/folder'
import { runMaintenance } from '@/backup/mantenimiento/perform'
import type { Origen, RunEnd } from '@/backup/mantenimiento/runs'
import { PruneReport, pruneBackups, type Retention } from '@/backup/prune'
import { lockStream } from '@/backup/stream'
import { verifyBackups } from '@/backup/verify'
import { type Config, readConfig } from '@/config'
import type { AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { CliError } from '../failures'
import { moment, type OutputOptions, printResult, table } from '../output'
import { createProgressBar } from '../progress'
import { withRuntime } from '../work'
import { addStreamCommand, streamFailure } from './stream'
import { backupFailure, folderOf, keyOf, size } from './support'

interface FolderOptions extends OutputOptions {
  readonly dir?: string
}

/** Adds `backup full`, `incremental`, `list`, `verify`, `prune`, `drill` and `stream`. */
export function addBackupCommands(program: Command): void {
  const backup = program.command('backup').description('copias de seguridad: hacerlas, mirarlas, probarlas')
  const texts = {
    full: 'una copia completa, con el servicio en marcha',
    incremental: 'lo que vino después de la última copia',
    drill: 'restaura lo último en un fichero temporal, lo comprueba todo y mide cuánto tarda',
  } as const
  for (const accion of ['full', 'incremental', 'drill'] as const)
    backup
      .command(accion)
      .description(texts[accion])
      .action(async (options: OutputOptions) => {
        const end = await performHere(accion, 'consola')
        printResult(options, end.resultado, describe(end))
      })
  backup
    .command('list')
    .description('las copias que hay, la más antigua primero')
    .option('--dir <carpeta>', 'otra carpeta que BACKUP_DIR')
    .action(runList)
  backup
    .command('verify')
    .description('lee las copias enteras: sumas, cifrado, forma y cadena; termina con 1 si alguna no sirve')
    .argument('[copia]', 'solo esta')
    .option('--dir <carpeta>', 'otra carpeta que BACKUP_DIR')
    .action(runVerify)
  backup
    .command('prune')
    .description('quita las copias que ya no hacen falta')
    .option('--full-days <días>', 'cuánto se guardan las completas', whole)
    .option('--incremental-hours <horas>', 'cuánto se guardan las incrementales', whole)
    .option('--dir <carpeta>', 'otra carpeta que BACKUP_DIR')
    .option('--dry-run', 'solo dice qué quitaría')
    .action(runPrune)
  addStreamCommand(backup)
}

function whole(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('se esperaba un número entero')
  return Number(text)
}

const LABELS: Readonly<Record<string, string>> = {
  copiar: 'Copiando',
  comprimir: 'Comprimiendo',
  descomprimir: 'Descomprimiendo',
  aplicar: 'Aplicando',
  seguir: 'Índices y resúmenes',
  reconstruir: 'Reconstruyendo',
  sellos: 'Sellos',
  comprobar: 'Comprobando',
}

/** How far it has come, in words. */
export const labelOf = (fase: string): string => LABELS[fase] ?? fase

interface Rest {
  readonly id?: string | undefined
  /** Elsewhere, or otherwise, than the configuration says. */
  readonly respaldo?: Partial<Pick<Config['respaldo'], 'carpeta' | 'retencion'>>
}

/** Does one thing in this process. @throws CliError */
export async function performHere(
  accion: AccionMantenimiento,
  origen: Origen,
  { id, respaldo }: Rest = {},
): Promise<RunEnd> {
  const bar = createProgressBar('unidades')
  try {
    return await withRuntime(async (runtime) => {
      const onProgress = (fase: string, hechos: number, total: number) =>
        bar.update(labelOf(fase), hechos, total)
      const config = { ...runtime.config, respaldo: { ...runtime.config.respaldo, ...respaldo } }
      const end = await runMaintenance(
        { ...runtime, config, now: Date.now },
        { accion, origen, id: id ?? runtime.newId(), onProgress },
      )
      if (end.error !== null) process.stderr.write(`Hecho, pero ${end.error}\n`)
      return end
    })
  } catch (error) {
    throw backupFailure(error)
  } finally {
    bar.stop()
  }
}

function describe({ resultado }: RunEnd): string {
  const facts = Object.entries(resultado ?? {}).filter(([, value]) => typeof value !== 'object')
  if (resultado && typeof resultado === 'object' && 'id' in resultado) return `Hecha: ${String(resultado.id)}`
  return facts.map(([name, value]) => `${name}: ${String(value)}`).join('\n')
}

async function runList(options: FolderOptions): Promise<void> {
  const folder = folderOf(readConfig(), options.dir)
  const { copias, ilegibles } = await listBackups(folder)
  const rows = copias.map(({ manifest: { id, clase, contenido, fecha, desde, hasta, datos, cifrado } }) => [
    ...[id, `${clase}, ${contenido}`, moment(fecha), `${desde.posicion}–${hasta.posicion}`],
    ...[size(datos.almacenados), cifrado === null ? '' : `cifrada (${cifrado.clave})`],
  ])
  const text = [
    rows.length === 0
      ? `No hay ninguna copia en ${folder}.`
      : table(['Copia', 'Clase', 'Fecha (UTC)', 'Posiciones', 'Tamaño', ''], rows),
    ...ilegibles.map(({ id, problema }) => `✗ ${id}: ${problema}`),
  ]
  const value = {
    carpeta: folder,
    copias: copias.map(({ manifest, suma }) => ({ ...manifest, suma })),
    ilegibles,
  }
  printResult(options, value, text.join('\n'))
}

async function runVerify(copia: string | undefined, options: FolderOptions): Promise<void> {
  const config = readConfig()
  const bar = createProgressBar('bytes')
  try {
    const found = await verifyBackups({
      ...{ carpeta: folderOf(config, options.dir), clave: await keyOf(config), id: copia },
      onProgress: (done, total) => bar.update('Comprobando', done, total),
    })
    bar.stop()
    const broken = found.filter(({ problema }) => problema !== null)
    const lines = broken.map(({ id, problema }) => `✗ ${id}: ${problema ?? ''}`)
    if (found.length > broken.length)
      lines.push(`✓ ${found.length - broken.length} copias son lo que se escribió.`)
    printResult(options, found, lines.join('\n'))
    if (found.length === 0) throw new CliError('No hay ninguna copia que comprobar.')
    if (broken.length > 0) throw new CliError('Hay copias que no sirven.')
  } catch (error) {
    throw backupFailure(error)
  } finally {
    bar.stop()
  }
}

async function runPrune(
  options: FolderOptions & {
    readonly fullDays?: number
    readonly incrementalHours?: number
    readonly dryRun?: boolean
  },
): Promise<void> {
  const config = readConfig()
  const { diasCompletas, horasIncrementales } = config.respaldo.retencion
  const retention = {
    diasCompletas: options.fullDays ?? diasCompletas,
    horasIncrementales: options.incrementalHours ?? horasIncrementales,
  }
  const folder = folderOf(config, options.dir)
  const report = options.dryRun
    ? await pruneBackups(folder, retention, Date.now(), true)
    : await pruneAlone(folder, retention)
  const verb = options.dryRun ? 'Se quitarían' : 'Quitadas'
  const text = [
    ...report.quitadas,
    `${verb} ${report.quitadas.length} copias (${size(report.liberados)}); quedan ${report.quedan}.`,
  ]
  printResult(options, report, text.join('\n'))
}

/** What prunes takes what is not whole for left over: nobody may be making a backup, nor a piece of the stream. */
async function pruneAlone(carpeta: string, retencion: Retention): Promise<PruneReport> {
  await mkdir(carpeta, { recursive: true, mode: 0o700 })
  const unlock = await lockStream(carpeta).catch((error: unknown) => {
    throw streamFailure(error)
  })
  try {
    const { resultado } = await performHere('prune', 'consola', { respaldo: { carpeta, retencion } })
    return PruneReport.parse(resultado)
  } finally {
    await unlock()
  }
}
