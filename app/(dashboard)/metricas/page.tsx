import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { AutoRefresh } from '@/components/live/auto-refresh.client'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { requireRole } from '../../lib/session'
import { Charts } from './charts'
import { loadMetrics } from './load'
import { PeriodPicker } from './period-picker'
import { Queries } from './queries'
import { Sizes } from './sizes'
import { Support } from './support'
import { Thresholds } from './thresholds'

const REFRESH_MS = 15_000

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('metricas'))('titulo') }
}

/** Whether the service is well, why it isn't, and what can be done about it. */
export default async function MetricasPage({ searchParams }: PageProps<'/metricas'>) {
  await requireRole('admin')
  const [metrics, t, format] = await Promise.all([
    searchParams.then(loadMetrics),
    getTranslations('metricas'),
    getFormatter(),
  ])
  const { known, failing, periodo } = metrics
  const description =
    known === null
      ? t('descripcion')
      : `${t('actualizado', { fecha: format.relativeTime(new Date(known.fecha)) })} · ${t('procesos', { count: known.procesos.length })}`
  return (
    <>
      <AutoRefresh every={REFRESH_MS} />
      <PageHeader title={t('titulo')} description={description}>
        <ButtonLink
          variant="secondary"
          href={`/api/metrics/history?periodo=${periodo}&formato=csv`}
          prefetch={false}
        >
          {t('periodo.exportar')}
        </ButtonLink>
      </PageHeader>
      <div className="flex flex-col gap-6">
        {failing && <Alert tone="warning">{t('sinBase')}</Alert>}
        {known === null ? <Alert>{t('sinMedir')}</Alert> : <Thresholds {...metrics} known={known} />}
        <PeriodPicker periodo={periodo} />
        <Charts puntos={metrics.puntos} />
        <Support {...metrics} />
        <Queries {...metrics} />
        <Sizes {...metrics} />
      </div>
    </>
  )
}
