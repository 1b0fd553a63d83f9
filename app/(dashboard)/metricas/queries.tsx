import { useFormatter, useTranslations } from 'next-intl'
import { PlainTable } from '@/components/metricas/table'
import { CardSection } from '@/components/ui/card'
import type { Metrics } from './load'

type Query = Metrics['consultas'][number]

/** What was asked of the database, by its shape, with its plan. */
export function Queries({ consultas }: Pick<Metrics, 'consultas'>) {
  const t = useTranslations('metricas.lentas')
  const format = useFormatter()
  const ms = (value: number | null) =>
    value === null ? '—' : `${format.number(value, { maximumFractionDigits: 2 })} ms`
  return (
    <CardSection id="consultas" title={t('titulo')} description={t('descripcion')}>
      {consultas.length === 0 ? (
        <p className="text-sm text-muted">{t('vacia')}</p>
      ) : (
        <PlainTable
          caption={t('titulo')}
          columns={[
            t('nombre'),
            t('veces'),
            t('media'),
            'p50',
            'p95',
            'p99',
            t('lentas'),
            t('errores'),
            t('filas'),
          ]}
          rows={consultas.map((query) => ({
            key: query.nombre,
            cells: [
              <Shape key="shape" query={query} />,
              format.number(query.veces),
              ms(query.media_ms),
              ms(query.p50_ms),
              ms(query.p95_ms),
              ms(query.p99_ms),
              format.number(query.lentas),
              format.number(query.errores),
              format.number(query.filas),
            ],
          }))}
        />
      )}
    </CardSection>
  )
}

function Shape({ query: { nombre, planes } }: { query: Query }) {
  const t = useTranslations('metricas.lentas')
  const scanned = [...new Set(planes.flatMap(({ recorridas }) => recorridas))]
  return (
    <details className="min-w-48">
      <summary className="font-mono text-xs wrap-anywhere">
        {nombre}
        {scanned.length > 0 && (
          <span className="ml-2 font-sans text-danger-ink">
            {t('recorre', { tablas: scanned.join(', ') })}
          </span>
        )}
      </summary>
      {planes.length === 0 ? (
        <p className="mt-1 text-xs text-muted">{t('sinPlan')}</p>
      ) : (
        planes.map(({ nombre: name, lineas }) => (
          <pre key={name} className="mt-1 text-xs whitespace-pre-wrap text-muted">
            {[...(planes.length > 1 ? [`${name}:`] : []), ...lineas].join('\n')}
          </pre>
        ))
      )}
    </details>
  )
}
