import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import { listOpenSessions } from '@/auth/open-sessions'
import type { SessionUser } from '@/auth/session'
import { SessionList } from '@/components/personas/session-list'
import { CardSection } from '@/components/ui/card'
import { getRuntime } from '@/runtime'
import { revocarSesionesAction } from '../../../actions/sessions'
import { currentSessionId } from '../../../lib/session'

/** Where an account is signed in, for an admin to see and to end. */
export async function Sessions({ cuenta, user }: { cuenta: CuentaRow; user: SessionUser }) {
  const t = await getTranslations('personas.sesiones')
  const { db, newId } = await getRuntime()
  return (
    <CardSection id="sesiones" title={t('titulo')} description={t('texto')}>
      <SessionList
        cuentaId={cuenta.id}
        sesiones={await listOpenSessions(db.as('auth'), user, cuenta.id, Date.now())}
        actual={await currentSessionId()}
        action={revocarSesionesAction}
        comandoId={newId()}
      />
    </CardSection>
  )
}
