import type { CuentaRow } from '@projections/usuarios/row'
import { getTranslations } from 'next-intl/server'
import { liveLinkUntil } from '@/auth/access-links'
import { linkWords } from '@/components/personas/link-words'
import { ShownLink } from '@/components/personas/shown-link.client'
import { ActionForm } from '@/components/ui/action-form.client'
import { CardSection } from '@/components/ui/card'
import { DateTime } from '@/components/ui/date-time'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { getRuntime } from '@/runtime'
import { gestionarEnlaceAction } from '../../../actions/links'

/** Lets the person of an account set a password, by a link: nobody else ever knows it. One's own asks for the old one. */
export async function LinkForm({ cuenta, own }: { cuenta: CuentaRow; own: boolean }) {
  const usuarios = await getTranslations('usuarios.contrasena')
  const t = await getTranslations('personas.enlace')
  if (own) return <CardSection id="contrasena" title={usuarios('titulo')} description={usuarios('propia')} />
  const { db, newId, config } = await getRuntime()
  const hasta = await liveLinkUntil(db.as('auth'), cuenta.id, Date.now())
  return (
    <CardSection id="contrasena" title={usuarios('titulo')} description={t('texto')}>
      <ActionForm action={gestionarEnlaceAction} comandoId={newId()} hidden={{ cuentaId: cuenta.id }}>
        <ShownLink words={await linkWords()} />
        {hasta !== null && (
          <p className="text-sm">
            {t('vivo')} <DateTime value={hasta} className="font-medium" />
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="accion" value="crear" variant="secondary">
            {t(hasta === null ? 'crear' : 'crearOtro')}
          </SubmitButton>
          {config.correo !== null && (
            <SubmitButton name="accion" value="enviar" variant="secondary">
              {t('enviar')}
            </SubmitButton>
          )}
          {hasta !== null && (
            <SubmitButton name="accion" value="anular" variant="ghost">
              {t('anular')}
            </SubmitButton>
          )}
        </div>
      </ActionForm>
    </CardSection>
  )
}
