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
      <Classification paraOtros={paraOtros} />
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
      {!paraOtros && <p className="text-sm text-muted">{t('nuevo.despues')}</p>}
      <div className="flex flex-wrap gap-2 max-sm:flex-col">
        <SubmitButton>{t('nuevo.enviar')}</SubmitButton>
        <ButtonLink href="/tickets" variant="ghost">
          {t('nuevo.cancelar')}
        </ButtonLink>
      </div>
    </ActionForm>
  )
}

/** How urgent it is and what it is about: asked of a client in words of their own. */
function Classification({ paraOtros }: { paraOtros: boolean }) {
  const t = useTranslations('tickets')
  const prioridad = useTranslations('dominio.prioridad')
  return (
    <div className="grid items-start gap-5 sm:grid-cols-2">
      <SelectField
        name="prioridad"
        label={t(paraOtros ? 'campo.prioridad' : 'nuevo.afecta')}
        {...(paraOtros && { hint: t('nuevo.prioridadAyuda') })}
        defaultValue="media"
        options={PRIORIDADES.map((value) => ({
          value,
          label: paraOtros ? prioridad(value) : t(`nuevo.afectaValor.${value}`),
        }))}
      />
      <TextField
        name="categoria"
        label={t(paraOtros ? 'campo.categoria' : 'nuevo.tema')}
        hint={t('nuevo.categoriaEjemplo')}
        optional={t('campo.opcional')}
        maxLength={LIMITES.categoria}
      />
    </div>
  )
}
