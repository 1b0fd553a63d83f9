import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { FormAction } from '@/components/form-state'
import type { TicketDesk } from '@/components/tickets/desk'
import { SelectField, TextField } from '@/components/ui/fields.client'
import { FormDisclosure } from '@/components/ui/form-disclosure.client'
import { Pencil } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { LIMITES, PRIORIDADES } from '@/domain/values'
import { CommandForm } from './command-form'
import type { Muestra } from './optimistic-patch'

interface ChangeFormProps {
  desk: TicketDesk
  action: FormAction
  label: string
  vigente: boolean
  muestra?: Muestra
  /** The key that opens it. */
  tecla?: string
  children: ReactNode
}

/** A property's form, folded away behind "change". */
function ChangeForm({ desk, vigente, tecla, children, ...form }: ChangeFormProps) {
  const t = useTranslations('tickets.detalle')
  const summary = (
    <>
      <Pencil />
      <span aria-hidden>{t('cambiar')}</span>
      <span className="sr-only">{form.label}</span>
    </>
  )
  return (
    <CommandForm {...form} desk={desk} className="gap-2">
      <FormDisclosure resumen={summary} vigente={vigente} tecla={tecla}>
        {children}
        <SubmitButton size="sm" variant="secondary" className="self-start">
          {t('guardar')}
        </SubmitButton>
      </FormDisclosure>
    </CommandForm>
  )
}

/** Moves the ticket to another state, but for closing, which asks for a reason. */
export function EstadoForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const estado = useTranslations('dominio.estado')
  const { estados } = desk.offers
  return (
    <ChangeForm
      desk={desk}
      action={desk.actions.cambiarEstado}
      muestra="estado"
      tecla="s"
      label={t('detalle.cambiarEstado')}
      vigente={estados.length > 0}
    >
      <SelectField
        name="a"
        label={t('campo.estado')}
        options={estados.map((value) => ({ value, label: estado(value) }))}
      />
    </ChangeForm>
  )
}

/** Gives the ticket another priority. */
export function PrioridadForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const prioridad = useTranslations('dominio.prioridad')
  return (
    <ChangeForm
      desk={desk}
      action={desk.actions.cambiarPrioridad}
      muestra="prioridad"
      tecla="p"
      label={t('detalle.cambiarPrioridad')}
      vigente={!desk.offers.cerrado}
    >
      <SelectField
        name="a"
        label={t('campo.prioridad')}
        defaultValue={desk.ticket.prioridad}
        options={PRIORIDADES.map((value) => ({ value, label: prioridad(value) }))}
      />
    </ChangeForm>
  )
}

/** Gives the ticket another category, or none. */
export function CategoriaForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  return (
    <ChangeForm
      desk={desk}
      action={desk.actions.cambiarCategoria}
      label={t('detalle.cambiarCategoria')}
      vigente={!desk.offers.cerrado}
    >
      <TextField
        name="a"
        label={t('campo.categoria')}
        hint={t('detalle.categoriaAyuda')}
        optional={t('campo.opcional')}
        defaultValue={desk.ticket.categoria ?? ''}
        maxLength={LIMITES.categoria}
      />
    </ChangeForm>
  )
}

/** Gives the ticket to somebody of the team, or to nobody. */
export function AsignacionForm({ desk }: { desk: TicketDesk }) {
  const t = useTranslations('tickets')
  const { ticket, agents, offers } = desk
  return (
    <ChangeForm
      desk={desk}
      action={desk.actions.asignar}
      muestra="asignado"
      tecla="a"
      label={t('detalle.cambiarAsignado')}
      vigente={!offers.cerrado}
    >
      <SelectField
        name="a"
        label={t('campo.asignado')}
        defaultValue={ticket.asignadoA ?? ''}
        options={[
          { value: '', label: t('campo.nadie') },
          ...agents.map(({ id, nombre }) => ({ value: String(id), label: nombre })),
        ]}
      />
    </ChangeForm>
  )
}
