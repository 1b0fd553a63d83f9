import { judge } from '@/metrics/advice/judge'
import { type Figures, readTiming, type Timing, totalOf } from '@/metrics/snapshot'
import type { Known, Monitor } from './monitor'
import { type KnownPlan, namesOf } from './plans'

/** How a statement went, with the plans of what it consists of; its arguments are nowhere. */
export interface StatementReport extends ReturnType<typeof readTiming> {
  readonly nombre: string
  readonly veces: number
  readonly total_ms: number
  readonly errores: number
  readonly filas: number
  readonly lentas: number
  readonly ultima_lenta: string | null
  readonly planes: readonly (Pick<KnownPlan, 'clase' | 'recorridas' | 'lineas'> & {
    readonly nombre: string
  })[]
}

/** Every shape that ran, those that took most time in sum first. */
export function statementReports(figures: Figures, plans: ReadonlyMap<string, KnownPlan>): StatementReport[] {
  return Object.entries(figures.tiempos.sql)
    .map(([nombre, timing]) => ({
      nombre,
      veces: timing.n,
      total_ms: Math.round(timing.suma / 1000),
      ...readTiming(timing),
      errores: timing.errores,
      filas: timing.filas,
      lentas: timing.lentas,
      ultima_lenta: timing.ultimaLenta === 0 ? null : new Date(timing.ultimaLenta).toISOString(),
      planes: namesOf(nombre).flatMap((name) => {
        const plan = plans.get(name)
        if (!plan) return []
        const { clase, recorridas, lineas } = plan
        return [{ nombre: name, clase, recorridas, lineas }]
      }),
    }))
    .sort((a, b) => b.total_ms - a.total_ms)
}

const MOST_LISTED = 50

/** Everything that is known of the service, from memory: nobody is asked for it. */
export function metricsReport(monitor: Monitor, redisKind: string, now: number) {
  const { known } = monitor
  const figures = monitor.figures()
  return {
    fecha: new Date(now).toISOString(),
    edad_s: known === null ? null : (now - known.fecha) / 1000,
    database: databaseReport(monitor, figures, known),
    redis: redisReport(known, redisKind),
    comandos: commandReport(figures),
    proyecciones: known?.facts.proyecciones ?? null,
    cache: byFamily(figures, 'cache.'),
    cola: { ...known?.facts.cola, tipos: timings(figures.tiempos.tarea) },
    http: { rutas: timings(figures.tiempos.http), respuestas: byFamily(figures, 'http.') },
    procesos:
      known?.procesos.map(({ proceso, desde, fecha, medidas }) => ({ proceso, desde, fecha, ...medidas })) ??
      [],
    umbrales: (known?.umbrales ?? []).map(({ rule, valor, activa, desde }) => ({
      regla: rule.id,
      valor,
      unidad: rule.unidad,
      nivel: judge(rule, valor),
      alerta: activa,
      desde: new Date(desde).toISOString(),
    })),
  }
}

function databaseReport(monitor: Monitor, figures: Figures, known: Known | null) {
  const total = totalOf(figures.tiempos.sql)
  const reports = statementReports(figures, monitor.plans.plans)
  const { indice = 0, recorrido = 0 } = figures.contadores['sql.uso'] ?? {}
  return {
    responde: monitor.failedSince === null,
    total_queries: total.n,
    avg_query_time: total.n === 0 ? null : Math.round(total.suma / total.n) / 1000,
    ...readTiming(total),
    slow_queries: reports.filter(({ lentas }) => lentas > 0).slice(0, MOST_LISTED),
    queries: reports.slice(0, MOST_LISTED),
    table_sizes: Object.fromEntries(known?.tamanos.tablas ?? []),
    table_sizes_date: known?.tamanos.fecha ?? null,
    index_usage: {
      porcentaje: indice + recorrido === 0 ? null : (100 * indice) / (indice + recorrido),
      con_indice: indice,
      con_recorrido: recorrido,
      recorridos: reports
        .filter(({ planes }) => planes.some(({ clase }) => clase === 'recorrido'))
        .map(({ nombre, veces, planes }) => ({
          nombre,
          veces,
          tablas: planes.flatMap(({ recorridas }) => recorridas),
        })),
    },
  }
}

function redisReport(known: Known | null, tipo: string) {
  const redis = known?.redis ?? null
  const { keyspace_hits: hits = null, keyspace_misses: misses = null } = redis ?? {}
  const asked = (hits ?? 0) + (misses ?? 0)
  const bound = redis?.maxmemory ?? 0
  return {
    tipo,
    responde: tipo === 'memoria' ? null : redis !== null,
    used_memory: redis?.used_memory ?? null,
    maxmemory: bound === 0 ? null : bound,
    // Of nothing but a bound it would be a share.
    used_memory_percent: bound === 0 ? null : (100 * (redis?.used_memory ?? 0)) / bound,
    keyspace_hits: hits,
    keyspace_misses: misses,
    hit_rate: asked === 0 ? null : (100 * (hits ?? 0)) / asked,
    connected_clients: redis?.connected_clients ?? null,
    evicted_keys: redis?.evicted_keys ?? null,
    // Without a server the table passes tasks on by itself.
    queue_length: redis?.queue_length ?? known?.facts.cola?.vencidas ?? null,
  }
}

function commandReport({ tiempos, contadores }: Figures) {
  const group = totalOf(tiempos.grupo)
  const { comando, commit } = tiempos
  return {
    tipos: timings(comando),
    resultados: byFamily({ contadores }, 'comando.'),
    grupo: { escrituras: group.n, media: group.n === 0 ? null : group.suma / group.n, mayor: group.peor },
    commit: timings(commit),
  }
}

function timings(labels: Readonly<Record<string, Timing>>) {
  return Object.fromEntries(
    Object.entries(labels).map(([label, timing]) => [
      label,
      { veces: timing.n, errores: timing.errores, ...readTiming(timing) },
    ]),
  )
}

function byFamily({ contadores }: Pick<Figures, 'contadores'>, prefix: string) {
  return Object.fromEntries(
    Object.entries(contadores).flatMap(([name, labels]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), labels]] : [],
    ),
  )
}
