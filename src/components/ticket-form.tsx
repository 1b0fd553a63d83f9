import { useTranslations } from 'next-intl'
import { LIMITES, PRIORIDADES } from '@/domain/values'
import type { FormAction } from './form-state'
import { ActionForm } from './ui/action-form.client'
import { ButtonLink } from './ui/button'
import { SelectField, TextareaField, TextField } from './ui/fields.client'
import { SubmitButton } from './ui/submit-button.client'

interface TicketFormProps {
  action: FormAction
  comandoId: string
  /** Staff may open a ticket for somebody else. */
  paraOtros: boolean
}

/** Opens a ticket. */
export function TicketForm({ action, comandoId, paraOtros }: TicketFormProps) {
  const t = useTranslations('tickets')
  const optional = t('campo.opcional')
  return (
    <ActionForm action={action} comandoId={comandoId}>
      <TextField
        name="titulo"
        label={t('campo.titulo')}
        hint={t('nuevo.tituloAyuda')}
        maxLength={LIMITES.titulo}
      />
      <TextareaField
        name="descripcion"
        label={t('campo.descripcion')}
        hint={t('nuevo.descripcionAyuda')}
        maxLength={LIMITES.descripcion}
        rows={8}
      />
      <Classification />
      {paraOtros && (
        <TextField
          name="solicitanteId"
          label={t('nuevo.solicitante')}
          hint={t('nuevo.solicitanteAyuda')}
          optional={optional}
          maxLength={LIMITES.email}
          autoComplete="off"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{t('nuevo.enviar')}</SubmitButton>
        <ButtonLink href="/tickets" variant="ghost">
          {t('nuevo.cancelar')}
        </ButtonLink>
      </div>
    </ActionForm>
  )
}

function Classification() {
  const t = useTranslations('tickets')
  const prioridad = useTranslations('dominio.prioridad')
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <SelectField
        name="prioridad"
        label={t('campo.prioridad')}
        hint={t('nuevo.prioridadAyuda')}
        defaultValue="media"
        options={PRIORIDADES.map((value) => ({ value, label: prioridad(value) }))}
      />
      <TextField
        name="categoria"
        label={t('campo.categoria')}
        hint={t('nuevo.categoriaEjemplo')}
        optional={t('campo.opcional')}
        maxLength={LIMITES.categoria}
      />
    </div>
  )
}
