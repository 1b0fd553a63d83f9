import type { Connection, Database } from '@/db/client'
import { bornAt, lastDone } from './runs'

/** How old the newest backup and the newest drill are, in seconds; null where there never was one. */
export interface BackupAges {
  readonly respaldo: number | null
  readonly simulacro: number | null
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

/**
 * What the thresholds on backups are judged by: hours without a backup, days without a drill. What was never done is as
 * old as the database: a new one is left alone until its first night was missed.
 * @param now milliseconds of the Unix epoch
 */
export async function thresholdAges(db: Database, now: number) {
  const reader = db.as('api_server')
  const [{ respaldo, simulacro }, born] = await Promise.all([backupAges(reader, now), bornAt(reader)])
  const life = (now - Date.parse(born)) / 1000
  return { edad_respaldo: (respaldo ?? life) / 3600, edad_simulacro: (simulacro ?? life) / (24 * 3600) }
}

/** The same as the monitor asks for it: each by the name of its rule. */
export function ageMeasures(db: Database, now: () => number) {
  return {
    edad_respaldo: async () => (await thresholdAges(db, now())).edad_respaldo,
    edad_simulacro: async () => (await thresholdAges(db, now())).edad_simulacro,
  }
}
