import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/ui/page-header'
import { ACCIONES_MANTENIMIENTO } from '@/domain/cuenta/mantenimiento'
import { getRuntime } from '@/runtime'
import { requireRole } from '../../lib/session'
import { Ages } from './ages'
import { Begin } from './begin'
import { loadMaintenance } from './load'
import { Runs } from './runs'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mantenimiento'))('titulo') }
}

/** Backups and maintenance: how old the last ones are, what can be done now, and what was done. */
export default async function MantenimientoPage() {
  await requireRole('admin')
  const [maintenance, t, { newId }] = await Promise.all([
    loadMaintenance(),
    getTranslations('mantenimiento'),
    getRuntime(),
  ])
  const comandoIds = Object.fromEntries(ACCIONES_MANTENIMIENTO.map((accion) => [accion, newId()]))
  return (
    <>
      <PageHeader title={t('titulo')} description={t('descripcion')} />
      <div className="flex flex-col gap-4">
        <Ages {...maintenance} />
        <Begin {...maintenance} comandoIds={comandoIds} />
        <Runs {...maintenance} />
      </div>
    </>
  )
}
