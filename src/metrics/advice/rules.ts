import { totalOf } from '../snapshot'
import type { Facts } from './facts'

/** What can be done about a threshold; what each does, and by which command, stands in src/runtime/metrics/actions.ts. */
export const ACCIONES = [
  'analizar',
  'compactar',
  'calentar_cache',
  'vaciar_cola',
  'reconstruir_proyeccion',
  'respaldar',
  'simular_recuperacion',
] as const
export type Accion = (typeof ACCIONES)[number]

export const RULE_IDS = [
  'consulta_media',
  'uso_indices',
  'tamano_interacciones',
  'aciertos_cache',
  'memoria_redis',
  'cola',
  'tareas_apartadas',
  'retraso',
  'conflictos',
  'bucle',
  'errores_http',
  'edad_respaldo',
  'edad_simulacro',
] as const
export type RuleId = (typeof RULE_IDS)[number]

/** A threshold. Its words (name, meaning, advice) stand in the texts, under its id. */
export interface Rule {
  readonly id: RuleId
  readonly componente:
    | 'base'
    | 'redis'
    | 'cache'
    | 'cola'
    | 'proyecciones'
    | 'comandos'
    | 'proceso'
    | 'http'
    | 'respaldo'
  readonly unidad: 'ms' | 's' | 'h' | 'd' | '%' | 'GB' | 'tareas'
  /** Which way is good. */
  readonly mejor: 'menor' | 'mayor'
  /** Better than this is good, worse than `malo` is bad, between them it is to be watched. */
  readonly bueno: number
  readonly malo: number
  /** For so long a value must ask for an alert, or for its end, in milliseconds. */
  readonly durante: number
  /** Null where there is nothing to judge by. */
  readonly medir: (facts: Facts) => number | null
  readonly acciones: readonly Accion[]
}

const MINUTE = 60_000
const GB = 1024 ** 3
/** Of fewer than so many, a share or a mean says nothing. */
const ENOUGH = 20

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const share = (part: number, whole: number) => (whole < ENOUGH ? null : (100 * part) / whole)
const most = (numbers: readonly number[]) => (numbers.length === 0 ? null : Math.max(...numbers))

/** The counters whose names begin so, summed by label. */
function labelsOf({ ventana }: Facts, prefix: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const [name, labels] of Object.entries(ventana.contadores))
    if (name.startsWith(prefix))
      for (const [label, n] of Object.entries(labels)) sums[label] = (sums[label] ?? 0) + n
  return sums
}

/** Every threshold. A new one: its id above, a row here, its words in both languages, and its row in docs/METRICS.md. */
export const RULES: readonly Rule[] = [
  {
    id: 'consulta_media',
    componente: 'base',
    unidad: 'ms',
    mejor: 'menor',
    bueno: 50,
    malo: 200,
    durante: MINUTE,
    medir({ ventana }) {
      const { n, suma } = totalOf(ventana.tiempos.sql)
      return n < ENOUGH ? null : suma / n / 1000
    },
    acciones: ['analizar'],
  },
  {
    id: 'uso_indices',
    componente: 'base',
    unidad: '%',
    mejor: 'mayor',
    bueno: 80,
    malo: 50,
    durante: MINUTE,
    medir(facts) {
      const { indice = 0, recorrido = 0 } = labelsOf(facts, 'sql.uso')
      return share(indice, indice + recorrido)
    },
    acciones: ['analizar'],
  },
  {
    id: 'tamano_interacciones',
    componente: 'base',
    unidad: 'GB',
    mejor: 'menor',
    bueno: 8,
    malo: 10,
    durante: 0,
    medir({ tamanos }) {
      const bytes = tamanos.get('interacciones')?.bytes ?? null
      return bytes === null ? null : bytes / GB
    },
    acciones: ['compactar'],
  },
  {
    id: 'aciertos_cache',
    componente: 'cache',
    unidad: '%',
    mejor: 'mayor',
    bueno: 90,
    malo: 70,
    durante: MINUTE,
    medir(facts) {
      const { acierto = 0, fallo = 0 } = labelsOf(facts, 'cache.')
      return share(acierto, acierto + fallo)
    },
    acciones: ['calentar_cache'],
  },
  {
    id: 'memoria_redis',
    componente: 'redis',
    unidad: '%',
    mejor: 'menor',
    bueno: 80,
    malo: 90,
    durante: MINUTE,
    medir({ redis }) {
      // Without a bound there is nothing to be a share of.
      if (!redis?.maxmemory || redis.used_memory === null) return null
      return (100 * redis.used_memory) / redis.maxmemory
    },
    acciones: [],
  },
  {
    id: 'cola',
    componente: 'cola',
    unidad: 'tareas',
    mejor: 'menor',
    bueno: 100,
    malo: 1000,
    durante: MINUTE,
    medir: ({ cola }) => cola?.vencidas ?? null,
    acciones: ['vaciar_cola'],
  },
  {
    id: 'tareas_apartadas',
    componente: 'cola',
    unidad: 'tareas',
    mejor: 'menor',
    bueno: 1,
    malo: 10,
    durante: MINUTE,
    medir: ({ cola }) => cola?.aparcadas ?? null,
    acciones: [],
  },
  {
    id: 'retraso',
    componente: 'proyecciones',
    unidad: 's',
    mejor: 'menor',
    bueno: 5,
    malo: 60,
    durante: MINUTE,
    medir: ({ proyecciones }) =>
      proyecciones && most(proyecciones.map(({ segundosDetras }) => segundosDetras)),
    acciones: ['reconstruir_proyeccion'],
  },
  {
    id: 'conflictos',
    componente: 'comandos',
    unidad: '%',
    mejor: 'menor',
    bueno: 2,
    malo: 10,
    durante: MINUTE,
    medir(facts) {
      const { conflicto = 0, ...rest } = labelsOf(facts, 'comando.')
      const { adelantado = 0, fallo = 0 } = facts.ventana.contadores['comando.reintentos'] ?? {}
      return share(conflicto, conflicto + sum(Object.values(rest)) - adelantado - fallo)
    },
    acciones: [],
  },
  {
    id: 'bucle',
    componente: 'proceso',
    unidad: 'ms',
    mejor: 'menor',
    bueno: 50,
    malo: 200,
    durante: MINUTE,
    medir: ({ medidas }) =>
      most(medidas.flatMap(({ bucle_p99_ms: late }) => (late === undefined ? [] : [late]))),
    acciones: [],
  },
  {
    id: 'errores_http',
    componente: 'http',
    unidad: '%',
    mejor: 'menor',
    bueno: 0.5,
    malo: 5,
    durante: MINUTE,
    medir({ ventana }) {
      const { n, errores } = totalOf(ventana.tiempos.http)
      return share(errores, n)
    },
    acciones: [],
  },
  {
    id: 'edad_respaldo',
    componente: 'respaldo',
    unidad: 'h',
    mejor: 'menor',
    // The calendar takes one a night at least: past this it was missed, or failed.
    bueno: 26,
    malo: 50,
    durante: 0,
    medir: ({ otras }) => otras.edad_respaldo ?? null,
    acciones: ['respaldar'],
  },
  {
    id: 'edad_simulacro',
    componente: 'respaldo',
    unidad: 'd',
    mejor: 'menor',
    bueno: 15,
    malo: 45,
    durante: 0,
    medir: ({ otras }) => otras.edad_simulacro ?? null,
    acciones: ['simular_recuperacion'],
  },
]
