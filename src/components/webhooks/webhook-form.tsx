import { useTranslations } from 'next-intl'
import { MAX_WEBHOOKS } from '@/auth/webhooks'
import type { FormAction } from '@/components/form-state'
import { type LinkWords, ShownLink } from '@/components/personas/shown-link.client'
import { ActionForm } from '@/components/ui/action-form.client'
import { CheckField, TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { TIPOS_WEBHOOK } from '@/domain/cuenta/webhook'

interface WebhookFormProps {
  action: FormAction
  comandoId: string
  /** True for the team: what only they may ask for. */
  equipo: boolean
}

/** Makes a webhook: where to, of what, and for the team whose tickets and whether with internal notes. */
export function WebhookForm({ action, comandoId, equipo }: WebhookFormProps) {
  const t = useTranslations('webhooks.nuevo')
  const tipo = useTranslations('webhooks.tipo')
  const opcional = t('opcional')
  return (
    <ActionForm action={action} comandoId={comandoId} label={t('titulo')}>
      <ShownLink words={useSecretWords()} />
      <TextField
        name="url"
        type="url"
        inputMode="url"
        autoComplete="off"
        label={t('url')}
        hint={t('urlTexto')}
        maxLength={2000}
      />
      <fieldset>
        <legend className="text-sm font-medium">{t('tipos')}</legend>
        <p className="mt-1 text-sm text-muted">{t('tiposTexto')}</p>
        <div className="mt-2 grid gap-2 sm:grid-cols-2">
          {TIPOS_WEBHOOK.map((one) => (
            <CheckField key={one} name={`tipo_${one}`}>
              <span className="inline-block first-letter:uppercase">{tipo(one)}</span>
            </CheckField>
          ))}
        </div>
      </fieldset>
      <TextField name="ticket" inputMode="numeric" label={t('ticket')} optional={opcional} maxLength={15} />
      {equipo && (
        <>
          <TextField
            name="solicitanteId"
            autoComplete="off"
            label={t('solicitante')}
            hint={t('solicitanteTexto')}
            optional={opcional}
            maxLength={254}
          />
          <CheckField name="notas">{t('notas')}</CheckField>
        </>
      )}
      <div>
        <SubmitButton>{t('crear')}</SubmitButton>
      </div>
      <p className="text-xs text-muted">{t('texto', { maximo: MAX_WEBHOOKS })}</p>
    </ActionForm>
  )
}

function useSecretWords(): LinkWords {
  const t = useTranslations('webhooks.secreto')
  return {
    titulo: t('titulo'),
    aviso: t('aviso'),
    etiqueta: t('etiqueta'),
    copiar: { boton: t('copiar'), hecho: t('copiado'), fallo: t('noCopiado') },
  }
}
