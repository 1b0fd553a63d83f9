import { type BackupKey, BackupKeyError, loadBackupKey } from '@/backup/formato/key'
import { BackupBroken } from '@/backup/formato/manifest'
import { MaintenanceFound, MaintenanceRefused } from '@/backup/mantenimiento/perform'
import { MaintenanceRunning } from '@/backup/mantenimiento/runs'
import { ReplayBroken, TargetExists } from '@/backup/replay'
import { OtherHistory } from '@/backup/restaurar/apply'
import { RestoreImpossible } from '@/backup/restaurar/plan'
import { RestoreBroken } from '@/backup/restaurar/restore'
import { NoRoom, NothingToContinue } from '@/backup/take'
import type { Config } from '@/config'
import { CliError } from '../failures'
import { moment } from '../output'

/** Where backups are; `--dir` says another place. @throws CliError where nothing says any */
export function folderOf({ respaldo }: Config, dir: string | undefined): string {
  const folder = dir ?? respaldo.carpeta
  if (folder === null)
    throw new CliError('BACKUP_DIR: con una base de datos remota hay que ponerla, o --dir.')
  return folder
}

/** The folders that a restore may look in. */
export function foldersOf(config: Config, dir: string | undefined): readonly string[] {
  if (dir !== undefined) return [dir]
  const { carpeta, flujo } = config.respaldo
  const folders = [carpeta, flujo].filter((folder) => folder !== null)
  if (folders.length === 0)
    throw new CliError('BACKUP_DIR: no hay ninguna carpeta de copias; diga cuál con --dir.')
  return folders
}

/** @throws BackupKeyError */
export async function keyOf({ respaldo }: Config): Promise<BackupKey | null> {
  return await loadBackupKey(respaldo.clave)
}

/** A size as people read it. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${Math.round((bytes / 1000 ** step) * 10) / 10} ${units[step] ?? 'TB'}`
}

/** What went wrong with a backup or its restoring, in a line for people. */
export function backupFailure(error: unknown): unknown {
  if (error instanceof BackupKeyError) return new CliError(`${error.message}.`)
  if (error instanceof BackupBroken)
    return new CliError(
      `La copia ${error.copia} no sirve: ${error.problema}. Ejecute «pnpm bitacora backup verify».`,
    )
  if (error instanceof NothingToContinue)
    return new CliError(
      `No se puede seguir la última copia: ${error.message}. Haga una completa: «pnpm bitacora backup full».`,
    )
  if (error instanceof NoRoom)
    return new CliError(
      `No cabe en ${error.carpeta}: hacen falta ${size(error.hacenFalta)} y quedan ${size(error.hay)}.`,
    )
  if (error instanceof MaintenanceRunning)
    return new CliError(
      `Ya hay un mantenimiento en marcha: ${error.run.accion}, desde ${moment(error.run.inicio)} (proceso ${error.run.proceso.split(' ').slice(0, 2).join(' ')}).`,
    )
  if (error instanceof MaintenanceRefused) return new CliError(`${error.message}.`)
  if (error instanceof MaintenanceFound) return new CliError(`La base de datos está dañada: ${error.message}`)
  if (error instanceof RestoreImpossible) return new CliError(`No se puede restaurar eso: ${error.message}.`)
  if (error instanceof OtherHistory)
    return new CliError(`La copia ${error.copia} es de otra historia del registro.`)
  if (error instanceof TargetExists)
    return new CliError(`Ya existe ${error.message}: diga otro fichero con --into.`)
  if (error instanceof RestoreBroken || error instanceof ReplayBroken)
    return new CliError(`Lo restaurado no es correcto y no se ha dado por bueno: ${error.message}`)
  return ofFileSystem(error)
}

function ofFileSystem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || code === 'SQLITE_FULL')
    return new CliError('El disco está lleno: no ha quedado ninguna copia a medias.')
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new CliError(`No se puede escribir ahí (${code}).`)
  return error
}
