import { AggregatorRegistry } from 'prom-client'
import { countUpTo } from './histogram'
import type { Figures, Timing } from './snapshot'

/** A line of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** Of a histogram: `_bucket`, `_sum` or `_count`. */
  readonly metricName?: string
}

/** A metric with its lines. Names and units as https://prometheus.io/docs/practices/naming/ has them. */
export interface Metric {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly values: readonly Sample[]
}

// Few: each statement has all of them.
const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5]
const COMMANDS = [1, 2, 4, 8, 16, 32, 64, 128, 256]
const SECOND = 1e6

/** Figures as Prometheus takes them. */
export async function prometheusText(figures: Figures, gauges: readonly Metric[]): Promise<string> {
  const metrics = [...timingMetrics(figures), ...counterMetrics(figures), ...gauges]
  const told = metrics
    .filter(({ values }) => values.length > 0)
    .map((metric) => ({ ...metric, aggregator: 'sum' }))
  return await AggregatorRegistry.aggregate([told]).metrics()
}

/** A metric of one label, or of none where the label is empty. */
export function metric(
  type: Metric['type'],
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number | null | undefined>>,
): Metric {
  const told = Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'number' ? [{ labels: label === '' ? {} : { [label]: key }, value }] : [],
  )
  return { name, help, type, values: told }
}

function timingMetrics({ tiempos }: Figures): Metric[] {
  const { sql, comando, commit, grupo, tarea, http } = tiempos
  const of = (labels: Readonly<Record<string, Timing>>, what: 'errores' | 'filas' | 'lentas') =>
    Object.fromEntries(Object.entries(labels).map(([label, timing]) => [label, timing[what]]))
  return [
    histogram(
      'bitacora_sql_duration_seconds',
      'Statements and batches, by their registered names.',
      'statement',
      sql,
    ),
    metric(
      'counter',
      'bitacora_sql_errors_total',
      'Statements that failed.',
      'statement',
      of(sql, 'errores'),
    ),
    metric('counter', 'bitacora_sql_rows_total', 'Rows read or written.', 'statement', of(sql, 'filas')),
    metric('counter', 'bitacora_sql_slow_total', 'Statements above 100 ms.', 'statement', of(sql, 'lentas')),
    histogram(
      'bitacora_command_duration_seconds',
      'Commands, from the queue to the answer.',
      'command',
      comando,
    ),
    histogram('bitacora_commit_duration_seconds', 'Writes of groups of commands.', 'outcome', commit),
    histogram('bitacora_command_group_size', 'Commands that shared a write.', '', grupo, COMMANDS, 1),
    histogram('bitacora_task_duration_seconds', 'Tasks, by their kind.', 'kind', tarea),
    metric('counter', 'bitacora_task_failures_total', 'Attempts that failed.', 'kind', of(tarea, 'errores')),
    histogram('bitacora_http_request_duration_seconds', 'Requests, by their route.', 'route', http),
  ]
}

function histogram(
  name: string,
  help: string,
  label: string,
  timings: Readonly<Record<string, Timing>>,
  bounds: readonly number[] = SECONDS,
  unit = SECOND,
): Metric {
  const values = Object.entries(timings).flatMap(([key, { n, suma, cubos }]): Sample[] => {
    const labels = label === '' ? {} : { [label]: key }
    return [
      ...bounds.map((bound) => ({
        labels: { ...labels, le: String(bound) },
        value: countUpTo(cubos, bound * unit),
        metricName: `${name}_bucket`,
      })),
      { labels: { ...labels, le: '+Inf' }, value: n, metricName: `${name}_bucket` },
      { labels, value: suma / unit, metricName: `${name}_sum` },
      { labels, value: n, metricName: `${name}_count` },
    ]
  })
  return { name, help, type: 'histogram', values }
}

/** Counters whose names begin so, with what follows as their first label. */
const COUNTERS = [
  ['comando.reintentos', 'bitacora_command_retries_total', 'Groups that were tried again.', '', 'reason'],
  ['comando.', 'bitacora_commands_total', 'Commands, by how they ended.', 'command', 'outcome'],
  [
    'cache.',
    'bitacora_cache_requests_total',
    'Reads through the cache, by where they were served from.',
    'family',
    'result',
  ],
  ['http.', 'bitacora_http_requests_total', 'Requests, by their status.', 'route', 'status'],
  ['sql.uso', 'bitacora_sql_plans_total', 'Statements that ran, by how they find their rows.', '', 'kind'],
  ['redis.commands', 'bitacora_redis_commands_total', 'Commands sent to Redis.', '', 'form'],
  [
    'redis.failures',
    'bitacora_redis_failures_total',
    'Commands that Redis refused or did not answer.',
    '',
    'code',
  ],
  [
    'redis.refused',
    'bitacora_redis_refused_total',
    'Commands not sent while the circuit was open.',
    '',
    'state',
  ],
] as const

function counterMetrics({ contadores }: Figures): Metric[] {
  const rest = new Map(Object.entries(contadores))
  return COUNTERS.map(([prefix, name, help, first, second]): Metric => {
    const values: Sample[] = []
    for (const [counter, labels] of rest) {
      if (first === '' ? counter !== prefix : !counter.startsWith(prefix)) continue
      rest.delete(counter)
      const outer = first === '' ? {} : { [first]: counter.slice(prefix.length) }
      for (const [label, value] of Object.entries(labels))
        values.push({ labels: { ...outer, [second]: label }, value })
    }
    return { name, help, type: 'counter', values }
  })
}
