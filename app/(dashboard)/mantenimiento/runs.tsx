import { useFormatter, useTranslations } from 'next-intl'
import { formatBytes } from '@/components/ui/bytes'
import { CardSection } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { RelativeTime } from '@/components/ui/date-time'
import { EmptyState } from '@/components/ui/empty-state'
import { DatabaseBackup } from '@/components/ui/icons'
import type { Maintenance } from './load'

const LOOKS = {
  en_marcha: 'text-warning-ink',
  hecho: 'text-success-ink',
  fallido: 'text-danger-ink',
} as const

/** What was done lately: when, by whom wanted, how long it took, how the file's size changed, why it failed. */
export function Runs({ runs }: Pick<Maintenance, 'runs'>) {
  const t = useTranslations('mantenimiento')
  const format = useFormatter()
  return (
    <CardSection id="historia" title={t('historia.titulo')}>
      {runs.length === 0 ? (
        <EmptyState
          icon={DatabaseBackup}
          title={t('historia.vacia')}
          description={t('historia.vaciaTexto')}
        />
      ) : (
        <ul className="divide-y divide-line">
          {runs.map(({ id, accion, origen, estado, inicio, fin, antes, despues, error }) => (
            <li
              key={id}
              className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-2.5 text-sm"
            >
              <p>
                <span className="font-medium">{t(`accion.${accion}`)}</span>{' '}
                <span className="text-muted">{t(`historia.origen.${origen}`)}</span>
              </p>
              <p className="flex flex-wrap gap-x-4 text-muted tabular-nums">
                {fin !== null && (
                  <span>
                    {t('historia.tardo', {
                      segundos: format.number((Date.parse(fin) - Date.parse(inicio)) / 1000, {
                        maximumFractionDigits: 1,
                      }),
                    })}
                  </span>
                )}
                <Sizes antes={antes} despues={despues} />
                <RelativeTime value={inicio} />
                <span className={cn('font-medium', LOOKS[estado])}>{t(`historia.estado.${estado}`)}</span>
              </p>
              {error !== null && <p className="basis-full wrap-anywhere text-danger-ink">{error}</p>}
            </li>
          ))}
        </ul>
      )}
    </CardSection>
  )
}

/** How big the file was before and after, where it changed. */
function Sizes({ antes, despues }: { antes: unknown; despues: unknown }) {
  const t = useTranslations('mantenimiento.historia')
  const format = useFormatter()
  const [before, after] = [bytesOf(antes), bytesOf(despues)]
  if (before === null || after === null || before === after) return null
  const [was, is] = [formatBytes(before, format), formatBytes(after, format)]
  return <span>{t('tamano', { antes: was, despues: is })}</span>
}

function bytesOf(figures: unknown): number | null {
  const bytes = figures !== null && typeof figures === 'object' && 'bytes' in figures ? figures.bytes : null
  return typeof bytes === 'number' ? bytes : null
}
