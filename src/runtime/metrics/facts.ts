import { projectionStatus } from '@projections/engine/status'
import type { Database } from '@/db/client'
import type { Facts, Lag, QueueFacts } from '@/metrics/advice/facts'
import { addFigures, EMPTY } from '@/metrics/snapshot'
import type { RedisService } from '@/redis/client'
import { type RedisInfo, readRedisInfo } from '@/redis/info'
import type { TaskQueue } from '@/redis/queue'
import { queueBacklog } from '@/redis/queue/status'
import { latestSizes, type Sizes } from './sizes'
import { livingProcesses, type Published, readHistory } from './store'

export interface FactSources {
  readonly db: Database
  readonly redis: RedisService
  readonly queue: TaskQueue
  /** What other parts measure, by the names of their rules. */
  readonly otras: Readonly<Record<string, () => Promise<number | null>>>
}

/** All that is known at a moment. */
export interface Gathered {
  readonly facts: Facts
  readonly redis: RedisInfo | null
  readonly procesos: readonly Published[]
  readonly tamanos: Sizes
}

/** What is judged by: so many milliseconds. */
export const WINDOW_MS = 5 * 60_000

const iso = (ms: number) => new Date(ms).toISOString()

/**
 * Gathers what the thresholds are judged by.
 * @param deadAfter a process that said nothing for so long is dead, in milliseconds
 * @throws what the database says; Redis that doesn't answer is only not there
 */
export async function gatherFacts(sources: FactSources, now: number, deadAfter: number): Promise<Gathered> {
  const { db, redis: service, queue, otras } = sources
  const monitor = db.as('monitor')
  const procesos = await livingProcesses(monitor, iso(now - deadAfter))
  const [recent, tamanos, proyecciones, cola, redis] = await Promise.all([
    readHistory(monitor, 'minuto', iso(now - WINDOW_MS)),
    latestSizes(monitor),
    lags(db, now),
    queueFacts(queue, now),
    readRedisInfo(service).catch(() => null),
  ])
  const others = await Promise.all(
    Object.entries(otras).map(async ([name, measure]) => [name, await measure().catch(() => null)] as const),
  )
  return {
    facts: {
      ventana: recent.reduce((sum, { cifras }) => addFigures(sum, cifras), EMPTY),
      medidas: procesos.map(({ medidas }) => medidas),
      tamanos: tamanos.tablas,
      proyecciones,
      cola,
      redis,
      otras: Object.fromEntries(others),
    },
    redis,
    procesos,
    tamanos,
  }
}

async function lags(db: Database, now: number): Promise<Lag[]> {
  const status = await projectionStatus(db.as('api_server'), now)
  return status.map(({ nombre, estado, eventosDetras, segundosDetras }) => ({
    nombre,
    estado,
    eventosDetras,
    segundosDetras,
  }))
}

async function queueFacts(queue: TaskQueue, now: number): Promise<QueueFacts> {
  const { vencidas, aplazadas, enMarcha, aparcadas, masAntigua } = await queueBacklog(queue)
  const since = masAntigua === null ? 0 : Math.max(0, (now - Date.parse(masAntigua)) / 1000)
  return { vencidas, aplazadas, enMarcha, aparcadas, masAntigua: since }
}
