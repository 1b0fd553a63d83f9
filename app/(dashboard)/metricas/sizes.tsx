import { useFormatter, useNow, useTranslations } from 'next-intl'
import { PlainTable } from '@/components/metricas/table'
import { formatBytes } from '@/components/ui/bytes'
import { CardSection } from '@/components/ui/card'
import type { Metrics } from './load'

const MOST = 25

/** How large tables and indexes are, and how they grew. */
export function Sizes({ known, antes }: Pick<Metrics, 'known' | 'antes'>) {
  const t = useTranslations('metricas.tamanos')
  const format = useFormatter()
  const now = useNow()
  const { fecha = null, tablas = null } = known?.tamanos ?? {}
  if (fecha === null || tablas === null)
    return <CardSection id="tamanos" title={t('titulo')} description={t('sinMedir')} />
  const bytes = (value: number | null) => (value === null ? '—' : formatBytes(value, format))
  const largest = [...tablas].sort(([, a], [, b]) => (b.bytes ?? 0) - (a.bytes ?? 0)).slice(0, MOST)
  return (
    <CardSection
      id="tamanos"
      title={t('titulo')}
      description={t('descripcion', { fecha: format.relativeTime(new Date(fecha), now) })}
    >
      <PlainTable
        caption={t('titulo')}
        columns={[t('tabla'), t('filas'), t('bytes'), t('crecimiento')]}
        rows={largest.map(([tabla, size]) => {
          const before = antes.get(tabla)?.bytes ?? null
          return {
            key: tabla,
            cells: [
              <span key="tabla" className="font-mono text-xs">
                {tabla}
              </span>,
              size.filas === null ? '—' : format.number(size.filas),
              bytes(size.bytes),
              before === null || size.bytes === null ? '—' : bytes(size.bytes - before),
            ],
          }
        })}
      />
    </CardSection>
  )
}
