import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form.client'
import { DateTime, RelativeTime } from '@/components/ui/date-time'
import { FormDisclosure } from '@/components/ui/form-disclosure.client'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ACCIONES_TAREA, type AccionTarea } from '@/domain/cuenta/gestion'
import type { StoredTask } from '@/redis/queue/status'
import { gestionarTareaAction } from '../../actions/tasks'

const KINDS = [
  'notificar',
  'correo',
  'enlace',
  'cerrar_resueltos',
  'mantener',
  'alerta_correo',
  'alerta_webhook',
  'webhook',
  'webhook_repetir',
  'calendario',
  'mantenimiento',
] as const

/** A parked task: what it is, why it failed, and what can be done with it. */
export function ParkedTask({
  task,
  comandoIds,
}: {
  task: StoredTask
  comandoIds: Record<AccionTarea, string>
}) {
  const t = useTranslations('tareas')
  const known = KINDS.find((kind) => kind === task.tipo)
  const last = task.historial.at(-1)
  return (
    <li className="flex flex-col gap-2 px-4 py-4 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="font-medium">{known ? t(`tipo.${known}`) : t('tipo.otra', { tipo: task.tipo })}</h3>
        <p className="text-xs text-muted">
          {t('apartadas.intentos', { count: task.intentos })}
          {task.fechaFin !== null && (
            <>
              {' · '}
              <RelativeTime value={task.fechaFin} />
            </>
          )}
        </p>
      </div>
      <p className="font-mono text-xs break-all text-muted">{task.id}</p>
      <p className="wrap-anywhere text-danger-ink">{last?.error ?? t('apartadas.sinError')}</p>
      <History task={task} />
      <div className="flex flex-wrap items-start gap-x-6 gap-y-2">
        {ACCIONES_TAREA.map((accion) => (
          <Decision key={accion} task={task} accion={accion} comandoId={comandoIds[accion]} />
        ))}
      </div>
    </li>
  )
}

function History({ task }: { task: StoredTask }) {
  const t = useTranslations('tareas.apartadas')
  return (
    <details>
      <summary className="text-xs text-muted hover:text-ink">{t('historial')}</summary>
      <div className="mt-2 rounded-lg bg-subtle p-3 text-xs">
        <ol className="flex flex-col gap-1.5">
          {task.historial.map(({ fecha, intento, error }) => (
            <li key={`${fecha} ${intento}`} className="wrap-anywhere">
              <span className="font-medium">{t('intento', { numero: intento })}</span>{' '}
              <DateTime value={fecha} className="text-muted" />: {error}
            </li>
          ))}
        </ol>
        <p className="mt-2 text-muted">{t('datos')}</p>
        <pre className="font-mono break-all whitespace-pre-wrap">{task.datos}</pre>
      </div>
    </details>
  )
}

/** What can't be taken back is asked for twice: the button stands behind a disclosure that says what it does. */
function Decision({ task, accion, comandoId }: { task: StoredTask; accion: AccionTarea; comandoId: string }) {
  const t = useTranslations('tareas.accion')
  return (
    <ActionForm
      action={gestionarTareaAction}
      comandoId={comandoId}
      hidden={{ tareaId: task.id, accion }}
      label={t('etiqueta', { accion: t(`${accion}Boton`), id: task.id })}
      className="gap-2"
    >
      <FormDisclosure resumen={t(accion)} vigente>
        <p className="max-w-sm text-muted">{t(`${accion}Texto`)}</p>
        <SubmitButton
          variant={accion === 'descartar' ? 'danger' : 'primary'}
          size="sm"
          className="self-start"
        >
          {t(`${accion}Boton`)}
        </SubmitButton>
      </FormDisclosure>
    </ActionForm>
  )
}
