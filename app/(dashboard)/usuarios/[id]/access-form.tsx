import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form.client'
import { CardSection } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { getRuntime } from '@/runtime'
import { desactivarCuentaAction, reactivarCuentaAction } from '../../../actions/users'

/** Deactivates an account, or lets it in again. */
export async function AccessForm({ cuenta, own }: { cuenta: CuentaRow; own: boolean }) {
  const t = await getTranslations('usuarios.acceso')
  const { newId } = await getRuntime()
  const { activo, id, version } = cuenta
  return (
    <CardSection id="acceso" title={t('titulo')} description={t(activo ? 'activa' : 'inactiva')}>
      <ActionForm
        action={activo ? desactivarCuentaAction : reactivarCuentaAction}
        comandoId={newId()}
        version={version}
        hidden={{ cuentaId: id }}
      >
        {activo && own && <p className="text-sm font-medium text-warning-ink">{t('propia')}</p>}
        <div>
          <SubmitButton variant={activo ? 'danger' : 'secondary'}>
            {t(activo ? 'desactivar' : 'reactivar')}
          </SubmitButton>
        </div>
      </ActionForm>
    </CardSection>
  )
}
