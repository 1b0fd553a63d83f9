import type { Agent } from '@projections/usuarios/list'
import { useTranslations } from 'next-intl'
import { buttonClasses } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { CircleCheckBig, CircleDot, Flag, UserRoundPlus, X } from '@/components/ui/icons'
import { type Option, Select } from '@/components/ui/select'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ESTADOS, MOTIVOS_CIERRE, PRIORIDADES } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { BULK_FORM } from './bulk-cells'
import type { BulkAction } from './bulk-state'

interface BulkToolbarProps {
  viewer: Viewer
  agents: readonly Agent[]
}

/** What can be done to the chosen tickets: each folded away behind its button, each with a submit of its own. */
export function BulkToolbar({ viewer, agents }: BulkToolbarProps) {
  const t = useTranslations('masivas')
  const dominio = useTranslations('dominio')
  const campo = useTranslations('tickets.campo')
  const lista = useTranslations('tickets.lista')
  const mine = agents.filter(({ id }) => id === viewer.id)
  const others = agents.filter(({ id }) => id !== viewer.id)
  return (
    <>
      <Change
        accion="asignar"
        tecla="a"
        icon={UserRoundPlus}
        label={campo('asignado')}
        options={[
          ...mine.map(({ id, nombre }) => ({ value: String(id), label: lista('asignadoAMi', { nombre }) })),
          ...others.map(({ id, nombre }) => ({ value: String(id), label: nombre })),
          { value: 'nadie', label: campo('nadie') },
        ]}
      />
      <Change
        accion="estado"
        tecla="s"
        icon={CircleDot}
        label={campo('estado')}
        options={ESTADOS.filter((estado) => estado !== 'cerrado').map((value) => ({
          value,
          label: dominio(`estado.${value}`),
        }))}
      />
      <Change
        accion="prioridad"
        tecla="p"
        icon={Flag}
        label={campo('prioridad')}
        options={PRIORIDADES.toReversed().map((value) => ({ value, label: dominio(`prioridad.${value}`) }))}
      />
      <Change
        accion="cerrar"
        icon={CircleCheckBig}
        label={campo('motivo')}
        options={MOTIVOS_CIERRE.map((value) => ({ value, label: dominio(`motivo.${value}`) }))}
      />
      <button
        type="reset"
        form={BULK_FORM}
        className={`${buttonClasses({ variant: 'ghost', size: 'sm' })} max-sm:col-start-2 max-sm:row-start-1 max-sm:justify-self-end`}
        title={t('quitar')}
      >
        <X />
        <span className="max-lg:sr-only">{t('quitar')}</span>
      </button>
    </>
  )
}

interface ChangeProps {
  accion: BulkAction
  /** The key that opens it. */
  tecla?: string
  icon: typeof X
  label: string
  options: readonly Option[]
}

function Change({ accion, tecla, icon: Icon, label, options }: ChangeProps) {
  const t = useTranslations('masivas')
  const id = `masiva-${accion}`
  return (
    <details name="masiva" className="sm:relative">
      <summary
        aria-keyshortcuts={tecla}
        data-tecla-foco={tecla && id}
        className={`${buttonClasses({ variant: 'secondary', size: 'sm' })} list-none [&::-webkit-details-marker]:hidden max-sm:w-full`}
      >
        <Icon />
        {t(`accion.${accion}`)}
      </summary>
      <div className="absolute inset-x-0 bottom-full mb-3 flex flex-col gap-3 rounded-xl border border-line bg-surface p-3 shadow-lg sm:right-auto sm:w-64">
        <Field id={id} label={label}>
          <Select id={id} name={`valor-${accion}`} options={options} />
        </Field>
        <SubmitButton size="sm" name="accion" value={accion}>
          {t('aplicar')}
        </SubmitButton>
      </div>
    </details>
  )
}
