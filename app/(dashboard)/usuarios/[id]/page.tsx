import { findCuentaQuery } from '@projections/usuarios/list'
import type { CuentaRow } from '@projections/usuarios/row'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/date-time'
import { RolBadge } from '@/components/ui/domain-badges'
import { UserCheck, UserX } from '@/components/ui/icons'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { CUENTA_SISTEMA, Id } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { requireRole } from '../../../lib/session'
import { Tokens } from '../../cuenta/tokens'
import { CuentaForms } from './forms'
import { History } from './history'
import { Sessions } from './sessions'
import { Webhooks } from './webhooks'

const loadCuenta = cache(async (raw: string): Promise<CuentaRow> => {
  const user = await requireRole('admin', 'auditor')
  const id = Id.safeParse(/^\d{1,16}$/.test(raw) ? Number(raw) : Number.NaN)
  if (!id.success || id.data === CUENTA_SISTEMA) notFound()
  const { db } = await getRuntime()
  return (await findCuentaQuery(db.as('api_server'), user, id.data)) ?? notFound()
})

export async function generateMetadata({ params }: PageProps<'/usuarios/[id]'>): Promise<Metadata> {
  return { title: (await loadCuenta((await params).id)).nombre }
}

const Antes = Id.catch(Number.MAX_SAFE_INTEGER)

export default async function CuentaPage({ params, searchParams }: PageProps<'/usuarios/[id]'>) {
  const cuenta = await loadCuenta((await params).id)
  const antes = Antes.parse(Number((await searchParams).antes))
  const user = await requireRole('admin', 'auditor')
  const t = await getTranslations('usuarios')
  return (
    <>
      <PageHeader
        back={<BackLink href="/usuarios">{t('volver')}</BackLink>}
        title={
          <span className="flex items-center gap-3">
            <Avatar nombre={cuenta.nombre} />
            <span className="min-w-0">{cuenta.nombre}</span>
          </span>
        }
      />
      <Summary cuenta={cuenta} />
      <div className="grid gap-5">
        {user.rol === 'admin' && <CuentaForms cuenta={cuenta} own={cuenta.id === user.id} />}
        {user.rol === 'admin' && <Sessions cuenta={cuenta} user={user} />}
        {user.rol === 'admin' && <Tokens cuenta={cuenta} user={user} />}
        {user.rol === 'admin' && <Webhooks cuenta={cuenta} user={user} />}
        <History cuenta={cuenta} user={user} antes={antes} />
      </div>
    </>
  )
}

function Summary({ cuenta }: { cuenta: CuentaRow }) {
  const t = useTranslations('usuarios')
  const idiomas = useTranslations('comun.marco.idiomas')
  const rows = [
    ['email', cuenta.email],
    ['rol', <RolBadge key="rol" rol={cuenta.rol} />],
    [
      'estado',
      <Badge
        key="estado"
        icon={cuenta.activo ? UserCheck : UserX}
        tone={cuenta.activo ? 'success' : 'neutral'}
      >
        {t(cuenta.activo ? 'lista.activa' : 'lista.inactiva')}
      </Badge>,
    ],
    ['idioma', idiomas(cuenta.idioma)],
    ['creada', <RelativeTime key="creada" value={cuenta.fechaCreacion} />],
    ['contrasenaDesde', <RelativeTime key="contrasena" value={cuenta.fechaContrasena} />],
  ] as const
  return (
    <dl className="mb-6 grid gap-x-8 gap-y-4 rounded-xl border border-line bg-surface p-5 text-sm grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_1fr_1fr]">
      {rows.map(([name, value]) => (
        <div key={name} className="min-w-0 first:col-span-full lg:first:col-span-1">
          <dt className="text-muted">{t(`campos.${name}`)}</dt>
          <dd className="mt-1 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
