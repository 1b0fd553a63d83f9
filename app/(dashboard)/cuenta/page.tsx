import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listOpenSessions } from '@/auth/open-sessions'
import { SessionList } from '@/components/personas/session-list'
import { Avatar } from '@/components/ui/avatar'
import { ButtonLink } from '@/components/ui/button'
import { Card, CardSection } from '@/components/ui/card'
import { RolBadge } from '@/components/ui/domain-badges'
import { PageHeader } from '@/components/ui/page-header'
import { getRuntime } from '@/runtime'
import { revocarSesionesAction } from '../../actions/sessions'
import { currentSessionId, requireUser } from '../../lib/session'
import { OwnPasswordForm } from './password-form'
import { Tokens } from './tokens'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usuarios.cuenta'))('titulo') }
}

export default async function CuentaPage() {
  const user = await requireUser()
  const t = await getTranslations('usuarios.cuenta')
  const webhooks = await getTranslations('webhooks')
  const { db, newId } = await getRuntime()
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
        <SessionList
          cuentaId={user.id}
          sesiones={await listOpenSessions(db.as('auth'), user, user.id, Date.now())}
          actual={await currentSessionId()}
          action={revocarSesionesAction}
          comandoId={newId()}
        />
      </CardSection>
      <Tokens cuenta={{ id: user.id, rol: user.rol, activo: true }} user={user} />
      <CardSection id="webhooks" title={webhooks('titulo')} description={webhooks('cuenta')}>
        <ButtonLink href="/cuenta/webhooks" variant="secondary">
          {webhooks('gestionar')}
        </ButtonLink>
      </CardSection>
    </div>
  )
}
