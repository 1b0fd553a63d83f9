import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form.client'
import { TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { cambiarMiContrasenaAction } from '../../actions/users'

/** Changes one's own password. */
export async function OwnPasswordForm({ email }: { email: string }) {
  const t = await getTranslations('usuarios')
  const { newId } = await getRuntime()
  return (
    <ActionForm action={cambiarMiContrasenaAction} comandoId={newId()}>
      {/* Tells password managers whose password this is. */}
      <input type="text" name="email" value={email} autoComplete="username" readOnly hidden />
      <TextField
        name="contrasenaActual"
        type="password"
        label={t('cuenta.actual')}
        autoComplete="current-password"
      />
      <TextField
        name="contrasena"
        type="password"
        label={t('contrasena.nueva')}
        hint={t('contrasena.limites', { min: LIMITES.contrasenaMin, max: LIMITES.contrasenaMax })}
        autoComplete="new-password"
      />
      <TextField
        name="contrasenaRepetida"
        type="password"
        label={t('cuenta.repetida')}
        autoComplete="new-password"
      />
      <div>
        <SubmitButton>{t('cuenta.cambiar')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
