import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form.client'
import { CardSection } from '@/components/ui/card'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { cambiarRolAction, editarCuentaAction } from '../../../actions/users'
import { rolOptions } from '../rol-options'
import { AccessForm } from './access-form'
import { LinkForm } from './link-form'

/** What an admin can do with an account: one form per command. */
export async function CuentaForms({ cuenta, own }: { cuenta: CuentaRow; own: boolean }) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid gap-5">
        <DetailsForm cuenta={cuenta} />
        <RolForm cuenta={cuenta} />
      </div>
      <div className="grid gap-5">
        {cuenta.activo && <LinkForm cuenta={cuenta} own={own} />}
        <AccessForm cuenta={cuenta} own={own} />
      </div>
    </div>
  )
}

async function DetailsForm({ cuenta }: { cuenta: CuentaRow }) {
  const t = await getTranslations('usuarios')
  const { newId } = await getRuntime()
  return (
    <CardSection id="datos" title={t('datos.titulo')} description={t('datos.texto')}>
      <ActionForm
        action={editarCuentaAction}
        comandoId={newId()}
        version={cuenta.version}
        hidden={{ cuentaId: cuenta.id }}
      >
        <TextField
          name="nombre"
          label={t('campos.nombre')}
          defaultValue={cuenta.nombre}
          maxLength={LIMITES.nombre}
          autoComplete="off"
        />
        <TextField
          name="email"
          type="email"
          label={t('campos.email')}
          defaultValue={cuenta.email}
          autoComplete="off"
        />
        <div>
          <SubmitButton>{(await getTranslations('comun.formulario'))('guardar')}</SubmitButton>
        </div>
      </ActionForm>
    </CardSection>
  )
}

async function RolForm({ cuenta }: { cuenta: CuentaRow }) {
  const t = await getTranslations('usuarios')
  const { newId } = await getRuntime()
  return (
    <CardSection id="rol" title={t('rol.titulo')}>
      <ActionForm
        action={cambiarRolAction}
        comandoId={newId()}
        version={cuenta.version}
        hidden={{ cuentaId: cuenta.id }}
      >
        <SelectField name="a" label={t('rol.nuevo')} options={await rolOptions()} defaultValue={cuenta.rol} />
        <div>
          <SubmitButton variant="secondary">{t('rol.cambiar')}</SubmitButton>
        </div>
      </ActionForm>
    </CardSection>
  )
}
