import { defineWrite } from '@/db/queries'

/** Takes away some of the tasks that were done or given up before an instant; what is parked stays until somebody decides. */
export const FORGET_TASKS = defineWrite({
  name: 'tareas.olvidar',
  roles: ['dispatcher'],
  sql: `DELETE FROM tareas WHERE id IN (
    SELECT id FROM (SELECT id FROM tareas WHERE estado = 'hecha' AND fecha_fin < :antes LIMIT :limite)
    UNION ALL SELECT id FROM (SELECT id FROM tareas WHERE estado = 'descartada' AND fecha_fin < :antes LIMIT :limite))`,
})
