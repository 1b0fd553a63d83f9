import { backupAges, overdueAges } from '@/backup/mantenimiento/ages'
import { recentRuns } from '@/backup/mantenimiento/runs'
import { getRuntime } from '@/runtime'

const SHOWN = 25

/** How old the backups are, what was done lately, and what the calendar is. */
export async function loadMaintenance() {
  const { db, config } = await getRuntime()
  const [edades, runs] = await Promise.all([
    backupAges(db.as('api_server'), Date.now()),
    recentRuns(db.as('admin'), SHOWN),
  ])
  return {
    edades,
    tarde: overdueAges(edades),
    runs,
    plan: config.respaldo.plan,
    hayCarpeta: config.respaldo.carpeta !== null,
    esArchivo: config.database.esArchivo,
    enMarcha: runs.some(({ estado }) => estado === 'en_marcha'),
  }
}

export type Maintenance = Awaited<ReturnType<typeof loadMaintenance>>
