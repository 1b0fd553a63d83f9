import type { TaskHandler } from '@/redis/queue/task'
import { purgeHandler, purgeSchedule } from './purge'
import type { Schedule } from './schedule'

/** What runs each kind of task. */
export const HANDLERS: readonly TaskHandler[] = [purgeHandler]

/** The tasks that recur. */
export const SCHEDULES: readonly Schedule[] = [purgeSchedule]
