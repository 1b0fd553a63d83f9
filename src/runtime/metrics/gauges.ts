import { judge } from '@/metrics/advice/judge'
import { type Metric, metric } from '@/metrics/prometheus'
import type { Known } from './monitor'

const MB = 1024 * 1024
type Value = number | null | undefined

/** What is so at a moment, as Prometheus takes it. */
export function gaugeMetrics(known: Known | null, now: number, databaseUp: boolean): Metric[] {
  const up = one('database_up', 'Whether the database answered last.', Number(databaseUp))
  if (known === null) return [up]
  return [
    up,
    one('facts_age_seconds', 'Since when what follows is known.', (now - known.fecha) / 1000),
    ...serviceGauges(known),
    ...tableGauges(known, now),
    ...redisGauges(known),
    ...processGauges(known),
    ...thresholdGauges(known),
  ]
}

function one(name: string, help: string, value: Value): Metric {
  return metric('gauge', `bitacora_${name}`, help, '', { value })
}

function each<T>(
  [name, help, label]: readonly [string, string, string],
  all: readonly T[],
  of: (one: T) => readonly [string, Value],
): Metric {
  return metric('gauge', `bitacora_${name}`, help, label, Object.fromEntries(all.map(of)))
}

function serviceGauges({ facts }: Known): Metric[] {
  const lags = facts.proyecciones ?? []
  const { vencidas, aplazadas, enMarcha, aparcadas, masAntigua } = facts.cola ?? {}
  const tasks = { due: vencidas, delayed: aplazadas, running: enMarcha, dead: aparcadas }
  return [
    each(
      ['projection_lag_events', 'Events that a projection lacks.', 'projection'],
      lags,
      ({ nombre, eventosDetras }) => [nombre, eventosDetras],
    ),
    each(
      ['projection_lag_seconds', 'Since when it lacks the first.', 'projection'],
      lags,
      ({ nombre, segundosDetras }) => [nombre, segundosDetras],
    ),
    metric('gauge', 'bitacora_queue_tasks', 'Tasks, by how they stand.', 'state', tasks),
    one('queue_oldest_seconds', 'Since when the oldest task has been due.', masAntigua),
  ]
}

function tableGauges({ tamanos }: Known, now: number): Metric[] {
  const sizes = [...tamanos.tablas]
  const measured = tamanos.fecha === null ? null : (now - Date.parse(tamanos.fecha)) / 1000
  return [
    each(['table_rows', 'Rows, as last measured.', 'table'], sizes, ([name, { filas }]) => [name, filas]),
    each(
      ['table_size_bytes', 'Size of a table or index, as last measured.', 'table'],
      sizes,
      ([name, { bytes }]) => [name, bytes],
    ),
    one('table_sizes_age_seconds', 'Since when the sizes are known.', measured),
  ]
}

function redisGauges({ redis }: Known): Metric[] {
  const total = (name: string, help: string, value: Value) =>
    metric('counter', `bitacora_redis_keyspace_${name}_total`, help, '', { value })
  return [
    one('redis_memory_used_bytes', 'Memory that Redis uses.', redis?.used_memory),
    one('redis_memory_max_bytes', 'The bound of its memory; 0: none.', redis?.maxmemory),
    one('redis_connected_clients', 'Clients of Redis.', redis?.connected_clients),
    total('hits', 'Keys that were found.', redis?.keyspace_hits),
    total('misses', 'Keys that were not found.', redis?.keyspace_misses),
  ]
}

/** The gauges of processes: Prometheus' name and help, ours, and what it is multiplied by. */
const OF_PROCESS = [
  ['event_loop_delay_p99_seconds', 'How late the event loop is.', 'bucle_p99_ms', 1e-3],
  ['event_loop_delay_max_seconds', 'How late it was at most.', 'bucle_max_ms', 1e-3],
  ['resident_memory_bytes', 'Memory of a process.', 'memoria_mb', MB],
  ['heap_used_bytes', 'Its heap.', 'monton_mb', MB],
  ['uptime_seconds', 'How long it has lived.', 'activo_s', 1],
] as const

function processGauges({ procesos }: Known): Metric[] {
  return [
    one('processes', 'Processes that live.', procesos.length),
    ...OF_PROCESS.map(([name, help, gauge, unit]) =>
      each([name, help, 'process'], procesos, ({ proceso, medidas }) => {
        const value = medidas[gauge]
        return [proceso, value === undefined ? null : value * unit]
      }),
    ),
  ]
}

function thresholdGauges({ umbrales }: Known): Metric[] {
  return [
    each(['threshold_value', 'What a threshold is judged by.', 'rule'], umbrales, ({ rule, valor }) => [
      rule.id,
      valor,
    ]),
    each(['threshold_bad', 'Whether that is bad.', 'rule'], umbrales, ({ rule, valor }) => [
      rule.id,
      Number(judge(rule, valor) === 'malo'),
    ]),
    each(['alert_active', 'Whether its alert is active.', 'rule'], umbrales, ({ rule, activa }) => [
      rule.id,
      Number(activa),
    ]),
  ]
}
