import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { linkWords } from '@/components/personas/link-words'
import { OpenAccount, ShownLink, UntilAccepted } from '@/components/personas/shown-link.client'
import { ActionForm } from '@/components/ui/action-form.client'
import { ButtonLink, buttonClasses } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { PageHeader } from '@/components/ui/page-header'
import { BackLink } from '@/components/ui/page-link'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { IDIOMAS, LIMITES } from '@/domain/values'
import { getRuntime } from '@/runtime'
import { crearCuentaAction } from '../../../actions/links'
import { requireRole } from '../../../lib/session'
import { rolOptions } from '../rol-options'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('usuarios.alta'))('titulo') }
}

export default async function NuevaCuentaPage() {
  await requireRole('admin')
  const { newId, config } = await getRuntime()
  const t = await getTranslations('usuarios')
  return (
    <div className="max-w-2xl">
      <PageHeader title={t('alta.titulo')} back={<BackLink href="/usuarios">{t('volver')}</BackLink>} />
      <Card>
        <ActionForm action={crearCuentaAction} comandoId={newId()}>
          <UntilAccepted after={<Created />}>
            <Fields correo={config.correo !== null} />
          </UntilAccepted>
        </ActionForm>
      </Card>
    </div>
  )
}

async function Fields({ correo }: { correo: boolean }) {
  const t = await getTranslations('usuarios')
  const personas = await getTranslations('personas.alta')
  const idiomas = await getTranslations('comun.marco.idiomas')
  const entrega = [
    { value: 'mostrar', label: personas('mostrar') },
    { value: 'correo', label: personas('correo') },
  ]
  return (
    <>
      <TextField name="nombre" label={t('campos.nombre')} maxLength={LIMITES.nombre} autoComplete="off" />
      <TextField name="email" type="email" label={t('campos.email')} autoComplete="off" />
      <SelectField name="rol" label={t('campos.rol')} options={await rolOptions()} defaultValue="cliente" />
      <SelectField
        name="idioma"
        label={t('campos.idioma')}
        hint={personas('idiomaTexto')}
        options={IDIOMAS.map((value) => ({ value, label: idiomas(value) }))}
        defaultValue={IDIOMAS[0]}
      />
      {correo && (
        <SelectField
          name="entrega"
          label={personas('entrega')}
          hint={personas('entregaTexto')}
          options={entrega}
          defaultValue="mostrar"
        />
      )}
      <p className="text-sm text-muted">{personas('enlace')}</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t('alta.crear')}</SubmitButton>
        <ButtonLink href="/usuarios" variant="ghost">
          {(await getTranslations('comun.formulario'))('cancelar')}
        </ButtonLink>
      </div>
    </>
  )
}

async function Created() {
  const t = await getTranslations('personas.alta')
  return (
    <>
      <ShownLink words={await linkWords()} />
      <div className="flex flex-wrap gap-2">
        <OpenAccount>{t('ver')}</OpenAccount>
        {/* Not a Link: only a new document is a new form. */}
        <a href="/usuarios/nueva" className={buttonClasses({ variant: 'secondary' })}>
          {t('otra')}
        </a>
      </div>
    </>
  )
}
