import { useFormatter, useTranslations } from 'next-intl'
import { Chart } from '@/components/metricas/chart'
import { PlainTable } from '@/components/metricas/table'
import { CardSection } from '@/components/ui/card'
import type { Metrics } from './load'

const HOUR_MS = 3_600_000
const AGES = ['dia', 'semana', 'mes', 'mas'] as const

/** What support did: opened and closed, how fast, by whom and about what, and how old what is open is. */
export function Support({ soporte, dias }: Pick<Metrics, 'soporte' | 'dias'>) {
  const t = useTranslations('metricas.soporte')
  const format = useFormatter()
  return (
    <CardSection id="soporte" title={t('titulo')} description={t('descripcion', { dias })}>
      <div className="grid gap-6 lg:grid-cols-2">
        <Chart
          id="soporte-dia"
          titulo={t('porDia')}
          momentos={soporte.dias.map(({ dia }) => `${dia}T00:00:00.000Z`)}
          series={[
            { nombre: t('abiertos'), valores: soporte.dias.map(({ creados }) => creados) },
            { nombre: t('cerrados'), valores: soporte.dias.map(({ cerrados }) => cerrados) },
            { nombre: t('reabiertos'), valores: soporte.dias.map(({ reabiertos }) => reabiertos) },
          ]}
        />
        <div className="min-w-0">
          <h3 className="text-sm font-semibold">{t('edad')}</h3>
          <PlainTable
            caption={t('edad')}
            columns={[t('edad'), t('tickets')]}
            rows={AGES.map((age) => ({
              key: age,
              cells: [t(`edad_${age}`), format.number(soporte.antiguedad[age])],
            }))}
          />
        </div>
        <ByAgent agentes={soporte.agentes} />
        <ByCategory categorias={soporte.categorias} />
      </div>
    </CardSection>
  )
}

function useHours() {
  const t = useTranslations('metricas.soporte')
  const format = useFormatter()
  return (ms: number, of: number) =>
    of === 0 ? '—' : t('horas', { n: format.number(ms / of / HOUR_MS, { maximumFractionDigits: 1 }) })
}

function ByAgent({ agentes }: Pick<Metrics['soporte'], 'agentes'>) {
  const t = useTranslations('metricas.soporte')
  const format = useFormatter()
  const hours = useHours()
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-semibold">{t('porAgente')}</h3>
      {agentes.length === 0 ? (
        <p className="mt-2 text-sm text-muted">{t('vacio')}</p>
      ) : (
        <PlainTable
          caption={t('porAgente')}
          columns={[t('agente'), t('respuesta'), t('resolucion'), t('cerrados'), t('reabiertos')]}
          rows={agentes.map((row) => ({
            key: String(row.agente),
            cells: [
              row.nombre ?? t('nadie'),
              hours(row.respuestaMs, row.respondidos),
              hours(row.resolucionMs, row.resueltos),
              format.number(row.cerrados),
              format.number(row.reabiertos),
            ],
          }))}
        />
      )}
    </div>
  )
}

function ByCategory({ categorias }: Pick<Metrics['soporte'], 'categorias'>) {
  const t = useTranslations('metricas.soporte')
  const format = useFormatter()
  const hours = useHours()
  return (
    <div className="min-w-0">
      <h3 className="text-sm font-semibold">{t('porCategoria')}</h3>
      {categorias.length === 0 ? (
        <p className="mt-2 text-sm text-muted">{t('vacio')}</p>
      ) : (
        <PlainTable
          caption={t('porCategoria')}
          columns={[t('categoria'), t('abiertos'), t('respuesta'), t('resolucion'), t('reabiertos')]}
          rows={categorias.map((row) => ({
            key: row.categoria ?? '',
            cells: [
              row.categoria ?? t('sinCategoria'),
              format.number(row.tickets),
              hours(row.respuestaMs, row.respondidos),
              hours(row.cierreMs, row.cerrados),
              format.number(row.reabiertos),
            ],
          }))}
        />
      )}
    </div>
  )
}
