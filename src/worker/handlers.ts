import type { TaskHandler } from '@/redis/queue/task'
import { alertMailHandler, alertWebhookHandler } from './alert/handler'
import { cerrarResueltos, closeHandler } from './close/handler'
import { mailHandler } from './mail/handler'
import { linkMailHandler } from './mail/link-handler'
import { notifyHandler } from './notify/handler'
import type { WorkerParts } from './parts'
import { defineSchedule, type Schedule } from './schedule'
import { calendarHandler, calendario, maintenanceHandler } from './upkeep/calendar'
import { maintainHandler, mantener } from './upkeep/maintain'
import { webhookHandler } from './webhooks/handler'
import { repeatHandler } from './webhooks/repeat'

/** What runs each kind of task. */
export function createHandlers(parts: WorkerParts): readonly TaskHandler[] {
  return [
    notifyHandler(parts),
    mailHandler(parts),
    linkMailHandler(parts),
    closeHandler(parts),
    maintainHandler(parts),
    webhookHandler(parts),
    repeatHandler(parts),
    alertMailHandler(parts),
    alertWebhookHandler(parts),
    calendarHandler(parts),
    maintenanceHandler(parts),
  ]
}

/** The tasks that recur. */
export const SCHEDULES: readonly Schedule[] = [
  defineSchedule(cerrarResueltos, 'hora', (tramo) => ({ tramo })),
  defineSchedule(mantener, 'hora', (tramo) => ({ tramo })),
  defineSchedule(calendario, 'hora', (tramo) => ({ tramo })),
]
