import { listCuentasQuery } from '@projections/usuarios/pages'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import type { SessionUser } from '@/auth/session'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { UserPlus } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { Pagination } from '@/components/ui/page-link'
import { getRuntime } from '@/runtime'
import { requireRole } from '../../lib/session'
import { type CuentaFilter, filterQuery, parseFilter } from './filter'
import { FilterForm } from './filter-form'
import { CuentaList } from './list'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usuarios'))('titulo') }
}

export default async function UsuariosPage({ searchParams }: PageProps<'/usuarios'>) {
  const user = await requireRole('admin', 'auditor')
  const filter = parseFilter(await searchParams)
  const t = await getTranslations('usuarios')
  return (
    <>
      <PageHeader title={t('titulo')} description={t('descripcion')}>
        {user.rol === 'admin' && (
          <ButtonLink href="/usuarios/nueva">
            <UserPlus />
            {t('nueva')}
          </ButtonLink>
        )}
      </PageHeader>
      <FilterForm filter={filter} />
      {/* Not behind <Suspense>: without JavaScript what is streamed later stays hidden. */}
      <Cuentas user={user} filter={filter} />
    </>
  )
}

async function Cuentas({ user, filter }: { user: SessionUser; filter: CuentaFilter }) {
  const { db } = await getRuntime()
  const { cuentas, siguiente } = await listCuentasQuery(db.as('api_server'), user, {
    ...filter,
    activo: filter.estado === null ? null : filter.estado === 'activa',
  })
  const t = await getTranslations('usuarios.lista')
  const comun = await getTranslations('comun.lista')
  if (cuentas.length === 0) return <EmptyState title={t('vacia')} description={t('vaciaTexto')} />
  return (
    <>
      <CuentaList cuentas={cuentas} />
      <Pagination
        label={comun('paginas')}
        first={
          filter.desde > 0
            ? { href: { query: filterQuery({ ...filter, desde: 0 }) }, label: comun('primera') }
            : undefined
        }
        next={
          siguiente === null
            ? undefined
            : { href: { query: filterQuery({ ...filter, desde: siguiente }) }, label: comun('siguiente') }
        }
      />
    </>
  )
}
