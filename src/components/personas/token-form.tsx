import { useTranslations } from 'next-intl'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { CheckField, CheckGroup, TextField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ALCANCES_DE, DIAS_TOKEN_MAX } from '@/domain/cuenta/token'
import type { Rol } from '@/domain/values'
import { type LinkWords, ShownLink } from './shown-link.client'

interface TokenFormProps {
  cuentaId: number
  rol: Rol
  action: FormAction
  comandoId: string
  words: LinkWords
}

/** Makes a token: a name, what it may do of what the role may, and for how long. */
export function TokenForm({ cuentaId, rol, action, comandoId, words }: TokenFormProps) {
  const t = useTranslations('personas.tokens')
  return (
    <ActionForm action={action} comandoId={comandoId} hidden={{ cuentaId }} label={t('nuevo')}>
      <ShownLink words={words} />
      <div className="grid gap-4 sm:grid-cols-[1fr_9rem]">
        <TextField name="nombre" label={t('nombre')} maxLength={60} required />
        <TextField
          name="dias"
          label={t('dias')}
          type="number"
          min={1}
          max={DIAS_TOKEN_MAX}
          defaultValue="90"
          required
        />
      </div>
      <CheckGroup name="alcances" legend={t('alcances')} className="mt-2 space-y-2">
        {ALCANCES_DE[rol].map((alcance) => (
          <CheckField key={alcance} name={`alcance_${alcance}`} defaultChecked={alcance === 'read'}>
            <code className="font-mono text-xs">{alcance}</code> · {t(`alcance.${alcance}`)}
          </CheckField>
        ))}
      </CheckGroup>
      <div>
        <SubmitButton variant="secondary">{t('crear')}</SubmitButton>
      </div>
    </ActionForm>
  )
}
