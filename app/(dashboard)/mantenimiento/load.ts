import { backupAges, thresholdAges } from '@/backup/mantenimiento/ages'
import { recentRuns } from '@/backup/mantenimiento/runs'
import { judge } from '@/metrics/advice/judge'
import { RULES } from '@/metrics/advice/rules'
import { getRuntime, type Runtime } from '@/runtime'

const SHOWN = 25

/** How old the backups are, what was done lately, and what the calendar is. */
export async function loadMaintenance() {
  const { db, config } = await getRuntime()
  const reader = db.as('api_server')
  const [edades, tarde, runs] = await Promise.all([
    backupAges(reader, Date.now()),
    overdue(db),
    recentRuns(reader, SHOWN),
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

const RULE_OF = { respaldo: 'edad_respaldo', simulacro: 'edad_simulacro' } as const

/** Which of the ages somebody must be told of, by the thresholds that raise the alerts. */
async function overdue(db: Runtime['db']): Promise<(keyof typeof RULE_OF)[]> {
  const ages = await thresholdAges(db, Date.now())
  return (['respaldo', 'simulacro'] as const).filter((which) =>
    RULES.some(({ id, ...bounds }) => id === RULE_OF[which] && judge(bounds, ages[id]) !== 'bueno'),
  )
}
