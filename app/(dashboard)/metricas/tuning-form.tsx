import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form.client'
import { SelectField } from '@/components/ui/fields.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import type { Accion } from '@/metrics/advice/rules'
import { TUNING } from '@/runtime/metrics/actions'
import { ajustarServicioAction } from '../../actions/tuning'

/** One thing that can be done: with a button where this process can, with a command where there is one. */
export function TuningForm({
  regla,
  accion,
  comandoId,
}: {
  regla: string
  accion: Accion
  comandoId: string
}) {
  const t = useTranslations('metricas.accion')
  const { orden, objetos, run } = TUNING[accion]
  return (
    <div className="rounded-lg bg-subtle p-3">
      <h4 className="font-medium">{t(accion)}</h4>
      <p className="mt-1 max-w-prose text-muted">{t(`${accion}Texto`)}</p>
      {run && (
        <ActionForm
          action={ajustarServicioAction}
          comandoId={comandoId}
          hidden={{ accion }}
          label={t('etiqueta', { accion: t(accion) })}
          className="mt-2 max-w-xs gap-2"
        >
          {objetos && (
            <SelectField
              name="objeto"
              id={`objeto-${regla}-${accion}`}
              label={t('proyeccion')}
              options={objetos.map((value) => ({ value, label: value }))}
            />
          )}
          <SubmitButton variant="secondary" size="sm" className="self-start">
            {t('ejecutar')}
          </SubmitButton>
        </ActionForm>
      )}
      {orden !== null && (
        <p className="mt-2 text-muted">
          {t.rich('orden', { orden, code: (text) => <code className="font-mono text-xs">{text}</code> })}
        </p>
      )}
    </div>
  )
}
