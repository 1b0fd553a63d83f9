import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { deviceOf } from '@/auth/device'
import type { OpenSession } from '@/auth/open-sessions'
import type { FormAction } from '@/components/form-state'
import { ActionForm } from '@/components/ui/action-form.client'
import { Badge } from '@/components/ui/badge'
import { DateTime, RelativeTime } from '@/components/ui/date-time'
import { Laptop, Smartphone, TerminalSquare } from '@/components/ui/icons'
import { SubmitButton } from '@/components/ui/submit-button.client'

interface SessionListProps {
  cuentaId: number
  sesiones: readonly OpenSession[]
  /** The session of this very browser, where it may be among them. */
  actual: string | null
  action: FormAction
  comandoId: string
}

/** The open sessions of an account, each with its end; below them, the end of the others or of all. */
export function SessionList({ cuentaId, sesiones, actual, action, comandoId }: SessionListProps) {
  const t = useTranslations('personas.sesiones')
  const own = sesiones.some(({ id }) => id === actual)
  if (sesiones.length === 0) return <p className="text-sm text-muted">{t('ninguna')}</p>
  return (
    <ActionForm
      action={action}
      comandoId={comandoId}
      hidden={{ cuentaId }}
      label={t('etiqueta')}
      className="gap-4"
    >
      <ul aria-label={t('etiqueta')} className="divide-y divide-line">
        {sesiones.map((sesion) => (
          <li
            key={sesion.id}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0"
          >
            <Session sesion={sesion} actual={sesion.id === actual} />
            <End cierre={`una:${sesion.id}`}>
              {t('cerrarEsta')}
              <span className="sr-only"> {sesion.id}</span>
            </End>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {own && sesiones.length > 1 && <End cierre="otras">{t('cerrarOtras')}</End>}
        <End cierre="todas">{t('cerrarTodas')}</End>
      </div>
    </ActionForm>
  )
}

/** Which sessions a button ends is its value: one form, whose answer stays where its list changes. */
function End({ cierre, children }: { cierre: string; children: ReactNode }) {
  return (
    <SubmitButton name="cierre" value={cierre} variant="secondary" size="sm">
      {children}
    </SubmitButton>
  )
}

function Session({ sesion, actual }: { sesion: OpenSession; actual: boolean }) {
  const t = useTranslations('personas.sesiones')
  const { agente, direccion, desde, actividad, id } = sesion
  const { navegador, sistema } = deviceOf(agente)
  const Icon =
    navegador === 'curl' ? TerminalSquare : sistema === 'android' || sistema === 'ios' ? Smartphone : Laptop
  const device = t('dispositivo', {
    navegador: t(`navegador.${navegador}`),
    sistema: t(`sistema.${sistema}`),
  })
  return (
    <div className="flex min-w-0 gap-3 text-sm">
      <Icon className="mt-0.5 size-5 shrink-0 text-muted" />
      <div className="min-w-0 space-y-0.5">
        <p className="flex flex-wrap items-center gap-2 font-medium" title={agente}>
          {device} {actual && <Badge tone="success">{t('esta')}</Badge>}
        </p>
        <p className="text-muted">
          {t('actividad')} <RelativeTime value={actividad} />
          {direccion !== '' && <> · {t('direccion', { direccion })}</>}
        </p>
        <p className="text-xs text-muted">
          {t('desde')} <DateTime value={desde} /> · <code className="font-mono">{id}</code>
        </p>
      </div>
    </div>
  )
}
