import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Avatar } from '@/components/ui/avatar'
import { Card, CardSection } from '@/components/ui/card'
import { RolBadge } from '@/components/ui/domain-badges'
import { PageHeader } from '@/components/ui/page-header'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { cerrarMisSesionesAction } from '../../actions/users'
import { requireUser } from '../../lib/session'
import { OwnPasswordForm } from './password-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usuarios.cuenta'))('titulo') }
}

export default async function CuentaPage() {
  const user = await requireUser()
  const t = await getTranslations('usuarios.cuenta')
  return (
    <div className="max-w-2xl space-y-5">
      <PageHeader title={t('titulo')} description={t('texto')} />
      <Card className="flex items-center gap-4">
        <Avatar nombre={user.nombre} />
        <div className="min-w-0 space-y-1">
          <p className="font-medium">{user.nombre}</p>
          <p className="text-sm break-words text-muted">{user.email}</p>
          <RolBadge rol={user.rol} />
        </div>
      </Card>
      <CardSection id="contrasena" title={t('contrasena')} description={t('contrasenaTexto')}>
        <OwnPasswordForm email={user.email} />
      </CardSection>
      <CardSection id="sesiones" title={t('sesiones')} description={t('sesionesTexto')}>
        <form action={cerrarMisSesionesAction}>
          <SubmitButton variant="secondary">{t('cerrarTodas')}</SubmitButton>
        </form>
      </CardSection>
    </div>
  )
}
