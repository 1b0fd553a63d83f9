import { ageMeasures, type BackupAges, backupAges } from '@/backup/mantenimiento/ages'
import { recentRuns } from '@/backup/mantenimiento/runs'
import { judge } from '@/metrics/advice/judge'
import { RULES } from '@/metrics/advice/rules'
import { getRuntime, type Runtime } from '@/runtime'

const SHOWN = 25

/** How old the backups are, what was done lately, and what the calendar is. */
export async function loadMaintenance() {
  const { db, config } = await getRuntime()
  const [edades, tarde, runs] = await Promise.all([
    backupAges(db.as('api_server'), Date.now()),
    overdue(db),
    recentRuns(db.as('admin'), SHOWN),
  ])
  return {
    edades,
    tarde,
    runs,
    plan: config.respaldo.plan,
    hayCarpeta: config.respaldo.carpeta !== null,
    esArchivo: config.database.esArchivo,
    enMarcha: runs.some(({ estado }) => estado === 'en_marcha'),
  }
}

export type Maintenance = Awaited<ReturnType<typeof loadMaintenance>>

/** Which of the ages somebody must be told of, by the thresholds that raise the alerts. */
async function overdue(db: Runtime['db']): Promise<(keyof BackupAges)[]> {
  const measures = ageMeasures(db, Date.now)
  const [respaldo, simulacro] = await Promise.all([measures.edad_respaldo(), measures.edad_simulacro()])
  const isLate = (id: keyof typeof measures, value: number) =>
    RULES.some((rule) => rule.id === id && judge(rule, value) !== 'bueno')
  return [
    ...(isLate('edad_respaldo', respaldo) ? (['respaldo'] as const) : []),
    ...(isLate('edad_simulacro', simulacro) ? (['simulacro'] as const) : []),
  ]
}
