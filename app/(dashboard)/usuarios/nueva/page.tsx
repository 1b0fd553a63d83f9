import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ActionForm } from '@/components/ui/action-form.client'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { crearCuentaAction } from '../../../actions/users'
import { requireRole } from '../../../lib/session'
import { rolOptions } from '../rol-options'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usuarios.alta'))('titulo') }
}

export default async function NuevaCuentaPage() {
  await requireRole('admin')
  const { newId } = await getRuntime()
  const t = await getTranslations('usuarios')
  const comun = await getTranslations('comun.formulario')
  const limites = { min: LIMITES.contrasenaMin, max: LIMITES.contrasenaMax }
  return (
    <div className="max-w-2xl">
      <PageHeader title={t('alta.titulo')} back={<BackLink href="/usuarios">{t('volver')}</BackLink>} />
      <Card>
        <ActionForm action={crearCuentaAction} comandoId={newId()}>
          <TextField name="nombre" label={t('campos.nombre')} maxLength={LIMITES.nombre} autoComplete="off" />
          <TextField name="email" type="email" label={t('campos.email')} autoComplete="off" />
          <SelectField
            name="rol"
            label={t('campos.rol')}
            options={await rolOptions()}
            defaultValue="cliente"
          />
          <TextField
            name="contrasena"
            type="password"
            label={t('campos.contrasena')}
            optional={comun('opcional')}
            hint={t('alta.sinContrasena', limites)}
            autoComplete="new-password"
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>{t('alta.crear')}</SubmitButton>
            <ButtonLink href="/usuarios" variant="ghost">
              {comun('cancelar')}
            </ButtonLink>
          </div>
        </ActionForm>
      </Card>
    </div>
  )
}
