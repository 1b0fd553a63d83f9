import { ordersByDate } from '@projections/auditoria/filter'
import { SCAN } from '@projections/auditoria/search'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AuditFilters } from '@/components/auditoria/audit-filters'
import { AuditList } from '@/components/auditoria/audit-list'
import { AuditTools } from '@/components/auditoria/audit-tools'
import { readAuditUrl } from '@/components/auditoria/audit-url'
import { Alert } from '@/components/ui/alert'
import { PageHeader } from '@/components/ui/page-header'
import { getRuntime } from '@/runtime'
import { borrarFiltroAction, buscarAuditoriaAction, guardarFiltroAction } from '../../actions/audit'
import { requireRole } from '../../lib/session'
import { loadAudit } from './load'

const ACTIONS = { buscar: buscarAuditoriaAction, guardar: guardarFiltroAction, borrar: borrarFiltroAction }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auditoria'))('titulo') }
}

/** Every event of the log, as the address filters it. To look at an address notes nothing: to search does. */
export default async function AuditPage({ searchParams }: PageProps<'/auditoria'>) {
  const user = await requireRole('admin', 'auditor')
  const [params, t, { newId }] = await Promise.all([searchParams, getTranslations('auditoria'), getRuntime()])
  const request = readAuditUrl(params)
  const audit = await loadAudit(user, request)
  const { consulta, filter, problemas } = request
  return (
    <>
      <PageHeader title={t('titulo')} description={t('descripcion')} />
      <div className="flex flex-col gap-4">
        {problemas.length > 0 && (
          <Alert tone="warning">{t('direccion', { campos: problemas.join(', ') })}</Alert>
        )}
        {audit.atraso > 0 && <Alert tone="warning">{t('atraso', { eventos: audit.atraso })}</Alert>}
        <AuditFilters
          consulta={consulta}
          correos={audit.correos}
          action={ACTIONS.buscar}
          comandoId={newId()}
        />
        <AuditTools
          consulta={consulta}
          guardados={audit.guardados}
          hasta={audit.hasta}
          actions={ACTIONS}
          newId={newId}
        />
        <AuditList
          {...audit}
          request={request}
          orden={ordersByDate(filter) ? 'fecha' : 'registro'}
          miradas={SCAN}
        />
      </div>
    </>
  )
}
