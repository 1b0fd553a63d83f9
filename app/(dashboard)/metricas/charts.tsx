import { useTranslations } from 'next-intl'
import { Chart } from '@/components/metricas/chart'
import type { SeriesName } from '@/runtime/metrics/series'
import type { Metrics } from './load'

/** The charts: each with its lines, by the words that name them. */
const CHARTS = [
  [
    'caudal',
    [
      ['peticiones', 'http_peticiones'],
      ['errores', 'http_errores'],
    ],
  ],
  [
    'comandos',
    [
      ['aceptados', 'comandos_aceptados'],
      ['rechazados', 'comandos_rechazados'],
    ],
  ],
  [
    'latencia',
    [
      ['p50', 'http_p50'],
      ['p95', 'http_p95'],
      ['p99', 'http_p99'],
    ],
  ],
  [
    'consultas',
    [
      ['p50', 'sql_p50'],
      ['p95', 'sql_p95'],
      ['p99', 'sql_p99'],
    ],
  ],
  [
    'conflictos',
    [
      ['conflictos', 'conflictos'],
      ['reintentos', 'reintentos'],
    ],
  ],
  ['retraso', [['retraso', 'retraso']]],
  [
    'cola',
    [
      ['vencidas', 'cola_vencidas'],
      ['aplazadas', 'cola_aplazadas'],
      ['apartadas', 'cola_aparcadas'],
    ],
  ],
  [
    'memoria',
    [
      ['proceso', 'memoria_proceso'],
      ['redis', 'memoria_redis'],
    ],
  ],
  ['bucle', [['p99', 'bucle_p99']]],
  ['aciertos', [['aciertos', 'aciertos']]],
] as const satisfies readonly (readonly [string, readonly (readonly [string, SeriesName])[]])[]

/** How the service went over the period. */
export function Charts({ puntos }: Pick<Metrics, 'puntos'>) {
  const t = useTranslations('metricas')
  const momentos = puntos.map(({ instante }) => instante)
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {CHARTS.map(([name, lines]) => (
        <Chart
          key={name}
          id={`grafica-${name}`}
          titulo={t(`grafica.${name}`)}
          momentos={momentos}
          series={lines.map(([word, series]) => ({
            nombre: t(`serie.${word}`),
            valores: puntos.map(({ valores }) => valores[series]),
          }))}
        />
      ))}
    </div>
  )
}
