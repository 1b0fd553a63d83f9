import type { Connection } from '@/db/client'
import { lastDone } from './runs'

/** How old the newest backup and the newest drill are, in seconds; null where there never was one. */
export interface BackupAges {
  readonly respaldo: number | null
  readonly simulacro: number | null
}

/** From these ages on, in seconds, somebody must be told: a day without a backup, two weeks without a drill. */
export const AGE_LIMITS: Readonly<Record<keyof BackupAges, number>> = {
  respaldo: 26 * 3600,
  simulacro: 15 * 24 * 3600,
}

/**
 * How old the newest backup of any kind and the newest drill are, by rows that outlive whatever process did them.
 * @param db a connection under `admin` or `api_server`
 */
export async function backupAges(db: Connection, now: number): Promise<BackupAges> {
  const done = await lastDone(db, ['full', 'incremental', 'drill'])
  const age = (...acciones: readonly string[]): number | null => {
    const newest =
      acciones
        .map((accion) => done.get(accion) ?? '')
        .sort()
        .at(-1) ?? ''
    return newest === '' ? null : Math.max(0, (now - Date.parse(newest)) / 1000)
  }
  return { respaldo: age('full', 'incremental'), simulacro: age('drill') }
}

/** Which of the ages somebody must be told of. */
export function overdueAges(ages: BackupAges): (keyof BackupAges)[] {
  const names = ['respaldo', 'simulacro'] as const
  return names.filter((name) => (ages[name] ?? Number.POSITIVE_INFINITY) > AGE_LIMITS[name])
}
