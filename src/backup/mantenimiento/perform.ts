import type { CommandBus } from '@/commands/bus'
import type { Database } from '@/db/client'
import { type FileFigures, fileFigures, maintainFile, type Upkeep } from '@/db/upkeep'
import type { AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { CUENTA_SISTEMA } from '@/domain/values'
import { stableUlid } from '@/io/stable-id'
import type { StoredBackup } from '../formato/folder'
import { type KeySource, loadBackupKey } from '../formato/key'
import { type PruneReport, pruneBackups, type Retention } from '../prune'
import { NothingToContinue, type TakeOptions, takeFull, takeIncremental } from '../take'
import { drill } from './drill'
import type { Plan } from './due'
import { RUNS_KEPT_MS } from './due'
import { beginRun, endRun, forgetRuns, type Origen, type RunEnd } from './runs'

/** What maintenance is done with: the runtime's parts, and of the configuration what concerns it. */
export interface MaintenanceParts {
  readonly db: Database
  readonly bus: CommandBus
  readonly now: () => number
  readonly newId: () => string
  readonly config: {
    readonly database: TakeOptions['database']
    readonly respaldo: {
      readonly carpeta: string | null
      readonly flujo: string | null
      readonly clave: KeySource
      readonly retencion: Retention
      readonly plan: Plan
      readonly hora: number
    }
  }
}

export interface MaintenanceRequest {
  readonly accion: AccionMantenimiento
  readonly origen: Origen
  readonly id: string
  readonly onProgress?: (fase: string, hechos: number, total: number) => void
}

/** It can't be done here, and trying again won't help; the message says why and what to do. */
export class MaintenanceRefused extends Error {
  override readonly name = 'MaintenanceRefused'
}

/** Done, and something is wrong with what was looked at. */
export class MaintenanceFound extends Error {
  override readonly name = 'MaintenanceFound'
}

/** VACUUM holds the write lock and rewrites the file: not for less than a fifth of it, and not for a few pages. */
const WORTH = { share: 0.2, pages: 1000 } as const

/**
 * Does one thing to the database or its backups: alone, measured before and after, kept as a row and noted in the log.
 * @throws MaintenanceRunning, MaintenanceRefused, MaintenanceFound, or what the work itself says
 */
export async function runMaintenance(parts: MaintenanceParts, request: MaintenanceRequest): Promise<RunEnd> {
  const { now } = parts
  const db = parts.db.as('admin')
  await beginRun(db, request, now())
  const { esArchivo, url } = parts.config.database
  let antes: FileFigures | null = null
  const end = async (rest: Pick<RunEnd, 'estado' | 'error' | 'resultado'>): Promise<RunEnd> => {
    const despues = esArchivo ? await fileFigures(url).catch(() => null) : null
    await endRun(db, request.id, { antes, despues, ...rest }, now())
    // It is done, or has failed, whether the log says so or not.
    const sinAnotar = await note(parts, request, rest.estado)
    return { antes, despues, ...rest, error: rest.error ?? sinAnotar }
  }
  let resultado: unknown
  try {
    antes = esArchivo ? await fileFigures(url) : null
    resultado = await perform(parts, request, antes)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    await end({ estado: 'fallido', error: message, resultado: null })
    throw error
  }
  const ended = await end({ estado: 'hecho', error: null, resultado })
  // The next run forgets what this one could not.
  await forgetRuns(db, new Date(now() - RUNS_KEPT_MS).toISOString()).catch(() => undefined)
  return ended
}

/**
 * In the stream of the service's own account. The id is the run's: told twice, it is there once.
 * @returns why it could not be; null where it was
 */
async function note(
  { bus }: MaintenanceParts,
  { id, accion }: MaintenanceRequest,
  fase: 'hecho' | 'fallido',
): Promise<string | null> {
  const why = (what: string) => `no se pudo anotar en el registro: ${what}`
  try {
    const result = await bus.dispatch({
      comandoId: stableUlid('mantenimiento', id, fase),
      actor: { tipo: 'servicio', id: CUENTA_SISTEMA, servicio: 'admin' },
      comando: { tipo: 'registrar_mantenimiento', cuentaId: CUENTA_SISTEMA, accion, fase, id },
    })
    if (result.estado === 'aceptado') return null
    return why(result.estado === 'rechazado' ? result.rechazo.codigo : result.estado)
  } catch (error) {
    return why(error instanceof Error ? error.message : String(error))
  }
}

async function perform(
  parts: MaintenanceParts,
  request: MaintenanceRequest,
  figures: FileFigures | null,
): Promise<unknown> {
  const { accion } = request
  switch (accion) {
    case 'full':
    case 'incremental':
      return await backUp(parts, request)
    case 'drill': {
      const { db, now, newId } = parts
      const { clave, flujo } = parts.config.respaldo
      return await drill({
        ...{ db: db.as('admin'), now, newId, clave: await loadBackupKey(clave) },
        carpetas: [requireFolder(parts), ...(flujo === null ? [] : [flujo])],
        onProgress: ({ fase, hechos, total }) => request.onProgress?.(fase, hechos, total),
      })
    }
    case 'prune':
      return await pruneBackups(requireFolder(parts), parts.config.respaldo.retencion, parts.now())
    case 'reindex':
    case 'integrity':
    case 'analyze':
    case 'vacuum':
    case 'wal':
      return await maintain(parts, request, accion, figures)
  }
}

/** @throws MaintenanceRefused where no folder is configured */
export function requireFolder({ config }: Pick<MaintenanceParts, 'config'>): string {
  const { carpeta } = config.respaldo
  if (carpeta === null)
    throw new MaintenanceRefused('BACKUP_DIR: con una base de datos remota hay que ponerla')
  return carpeta
}

async function backUp(
  parts: MaintenanceParts,
  { accion, origen, onProgress }: MaintenanceRequest,
): Promise<Pick<StoredBackup['manifest'], 'id' | 'hasta' | 'datos'> & { readonly poda: PruneReport | null }> {
  const { config, now } = parts
  const options: TakeOptions = {
    ...{ db: parts.db.as('admin'), database: config.database, carpeta: requireFolder(parts), now },
    clave: await loadBackupKey(config.respaldo.clave),
    onProgress: ({ fase, hechos, total }) => onProgress?.(fase, hechos, total),
  }
  const { manifest } = accion === 'full' ? await takeFull(options) : await goOn(options, origen)
  const prunes = manifest.clase === 'completa' && origen === 'plan'
  const poda = prunes ? await pruneBackups(options.carpeta, config.respaldo.retencion, now()) : null
  return { id: manifest.id, hasta: manifest.hasta, datos: manifest.datos, poda }
}

/** The calendar wants a backup of any kind; a person who asked for this one is told why it can't be. */
async function goOn(options: TakeOptions, origen: Origen): Promise<StoredBackup> {
  try {
    return await takeIncremental(options)
  } catch (error) {
    if (!(error instanceof NothingToContinue) || origen !== 'plan') throw error
    return await takeFull(options)
  }
}

async function maintain(
  { config: { database } }: MaintenanceParts,
  { origen }: MaintenanceRequest,
  what: Upkeep,
  figures: FileFigures | null,
): Promise<unknown> {
  if (!database.esArchivo || figures === null)
    throw new MaintenanceRefused('con una base de datos remota de esto se ocupa la plataforma')
  const { libres, paginas } = figures
  if (what === 'vacuum' && origen === 'plan' && (libres < WORTH.pages || libres < paginas * WORTH.share))
    return { omitido: 'pocas páginas libres', libres, paginas }
  const began = performance.now()
  const problemas = await maintainFile(database.url, what)
  if (problemas.length > 0) throw new MaintenanceFound(problemas.slice(0, 20).join('; '))
  return { milisegundos: Math.round(performance.now() - began) }
}
