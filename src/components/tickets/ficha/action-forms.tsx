import { useTranslations } from 'next-intl'
import { reasonsFor } from '@/components/tickets/compositor/destinations'
import type { TicketDesk } from '@/components/tickets/desk'
import { SelectField, TextareaField, TextField } from '@/components/ui/fields.client'
import { FormDisclosure } from '@/components/ui/form-disclosure.client'
import { Lock, Pencil, UserRoundPlus } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES } from '@/domain/values'
import { CommandForm } from './command-form'

/** Closes the ticket: why, and a last word if there is one. */
export function CloseForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const motivo = useTranslations('dominio.motivo')
  const summary = (
    <>
      <Lock />
      {t('detalle.cerrar')}
    </>
  )
  return (
    <CommandForm
      desk={desk}
      action={desk.actions.cerrar}
      muestra="cierre"
      label={t('detalle.cerrar')}
      className="gap-2"
    >
      <FormDisclosure resumen={summary} vigente={!desk.offers.cerrado}>
        <p className="text-sm text-muted">{t('detalle.cerrarAyuda')}</p>
        <SelectField
          name="motivo"
          label={t('campo.motivo')}
          options={reasonsFor(desk).map((value) => ({ value, label: motivo(value) }))}
        />
        <TextareaField
          name="comentario"
          label={t('detalle.cerrarComentario')}
          optional={t('campo.opcional')}
          maxLength={LIMITES.comentario}
          rows={3}
        />
        <SubmitButton variant="danger" className="self-start">
          {t('detalle.cerrarBoton')}
        </SubmitButton>
      </FormDisclosure>
    </CommandForm>
  )
}

/** Puts another title or description in place; the old ones stay in the history. */
export function EditForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const { ticket, offers, actions } = desk
  const summary = (
    <>
      <Pencil />
      {t('detalle.editar')}
    </>
  )
  return (
    <CommandForm desk={desk} action={actions.editar} label={t('detalle.editar')} className="gap-2">
      <FormDisclosure resumen={summary} vigente={!offers.cerrado}>
        <TextField
          name="titulo"
          label={t('campo.titulo')}
          defaultValue={ticket.titulo}
          maxLength={LIMITES.titulo}
        />
        <TextareaField
          name="descripcion"
          label={t('campo.descripcion')}
          defaultValue={ticket.descripcion}
          maxLength={LIMITES.descripcion}
          rows={8}
        />
        <SubmitButton className="self-start">{t('detalle.guardar')}</SubmitButton>
      </FormDisclosure>
    </CommandForm>
  )
}

/** One press to take the ticket; nothing where it is mine already, or closed. */
export function TakeForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets.detalle')
  const { ticket, viewer, offers, actions } = desk
  if (offers.cerrado || ticket.asignadoA === viewer.id) return null
  return (
    <CommandForm
      desk={desk}
      action={actions.asignar}
      muestra="asignado"
      hidden={{ a: viewer.id }}
      label={t('asignarme')}
      className="gap-2"
    >
      <SubmitButton size="sm" variant="secondary" className="self-start">
        <UserRoundPlus />
        {t('asignarme')}
      </SubmitButton>
    </CommandForm>
  )
}
