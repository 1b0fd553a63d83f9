import { useTranslations } from 'next-intl'
import { ActionForm } from '@/components/ui/action-form.client'
import { CardSection } from '@/components/ui/card'
import { SubmitButton } from '@/components/ui/submit-button.client'
import { ACCIONES_MANTENIMIENTO, type AccionMantenimiento } from '@/domain/cuenta/mantenimiento'
import { pedirMantenimientoAction } from '../../actions/maintenance'
import type { Maintenance } from './load'

type Props = Pick<Maintenance, 'plan' | 'hayCarpeta' | 'esArchivo' | 'enMarcha'> & {
  readonly comandoIds: Readonly<Record<string, string>>
}

const OF_BACKUPS: readonly AccionMantenimiento[] = ['full', 'incremental', 'drill', 'prune']

/** What can be begun from here; what the platform does by itself is said, not offered. */
export function Begin({ plan, hayCarpeta, esArchivo, enMarcha, comandoIds }: Props) {
  const t = useTranslations('mantenimiento')
  const periods: Readonly<Record<string, Props['plan']['full']>> = plan
  const offered = ACCIONES_MANTENIMIENTO.filter((accion) =>
    OF_BACKUPS.includes(accion) ? hayCarpeta : esArchivo,
  )
  return (
    <CardSection id="hacer" title={t('hacer.titulo')}>
      {!esArchivo && <p className="mb-3 text-sm text-muted">{t('hacer.remota')}</p>}
      {enMarcha && <p className="mb-3 text-sm text-warning-ink">{t('hacer.enMarcha')}</p>}
      <ul className="divide-y divide-line">
        {offered.map((accion) => (
          <li
            key={accion}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3 text-sm"
          >
            <div className="max-w-prose min-w-0 flex-1 basis-64">
              <h3 className="font-medium">
                {t(`accion.${accion}`)}{' '}
                <span className="text-xs font-normal text-muted">
                  {t(`hacer.cada.${periods[accion] ?? 'nunca'}`)}
                </span>
              </h3>
              <p className="mt-0.5 text-muted">{t(`explica.${accion}`)}</p>
            </div>
            <ActionForm
              action={pedirMantenimientoAction}
              comandoId={comandoIds[accion] ?? ''}
              hidden={{ accion }}
              label={t('hacer.etiqueta', { accion: t(`accion.${accion}`) })}
              className="gap-2"
            >
              <SubmitButton variant="secondary" size="sm">
                {t('hacer.empezar')}
              </SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
    </CardSection>
  )
}
