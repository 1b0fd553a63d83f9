import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { TextField } from '@/components/ui/fields.client'
import { FormDisclosure } from '@/components/ui/form-disclosure.client'
import { SubmitButton } from '@/components/ui/submit-button.client'

interface OneActionProps {
  webhookId: string
  action: FormAction
  comandoId: string
  /** Whose it is, where an admin stops another's. */
  cuentaId?: number
  /** Tells the buttons of a list apart. */
  url?: string
}

/** Sends a test, and says right there what was answered. */
export function TestForm({ webhookId, action, comandoId, url }: OneActionProps) {
  const t = useTranslations('webhooks.accion')
  return (
    <ActionForm action={action} comandoId={comandoId} hidden={{ webhookId }} className="gap-3">
      <div>
        <SubmitButton variant="secondary" size="sm">
          {t('probar')}
          <span className="sr-only"> {url}</span>
        </SubmitButton>
      </div>
    </ActionForm>
  )
}

/** Pauses a webhook that goes on, and lets one that is paused go on. */
export function SwitchForm({ activo, ...rest }: OneActionProps & { activo: boolean }) {
  const t = useTranslations('webhooks.accion')
  const accion = activo ? 'pausar' : 'reanudar'
  return (
    <GestionForm {...rest} accion={accion}>
      <div>
        <SubmitButton variant="secondary" size="sm">
          {t(accion)}
          <span className="sr-only"> {rest.url}</span>
        </SubmitButton>
      </div>
    </GestionForm>
  )
}

/** Sends again what happened after a position. */
export function RepeatForm(props: OneActionProps) {
  const t = useTranslations('webhooks.accion')
  return (
    <GestionForm {...props} accion="repetir">
      <FormDisclosure resumen={t('repetir')} vigente>
        <p className="max-w-md text-sm text-muted">{t('repetirTexto')}</p>
        <div className="max-w-56">
          <TextField name="desde" inputMode="numeric" label={t('desde')} defaultValue="0" maxLength={15} />
        </div>
        <SubmitButton size="sm" className="self-start">
          {t('repetirBoton')}
        </SubmitButton>
      </FormDisclosure>
    </GestionForm>
  )
}

/** What can't be taken back is asked for twice: the button stands behind a disclosure that says what it does. */
export function DeleteForm(props: OneActionProps) {
  const t = useTranslations('webhooks.accion')
  return (
    <GestionForm {...props} accion="borrar">
      <FormDisclosure resumen={t('borrar')} vigente>
        <p className="max-w-md text-sm text-muted">{t('borrarTexto')}</p>
        <SubmitButton variant="danger" size="sm" className="self-start">
          {t('borrarBoton')}
          <span className="sr-only"> {props.url}</span>
        </SubmitButton>
      </FormDisclosure>
    </GestionForm>
  )
}

function GestionForm({
  webhookId,
  action,
  comandoId,
  accion,
  cuentaId,
  children,
}: OneActionProps & { accion: string; children: ReactNode }) {
  return (
    <ActionForm
      action={action}
      comandoId={comandoId}
      hidden={{ webhookId, accion, ...(cuentaId !== undefined && { cuentaId }) }}
      className="gap-3"
    >
      {children}
    </ActionForm>
  )
}
