import type { AuditEntry } from '@projections/auditoria/entries'
import type { AuditCursor } from '@projections/auditoria/filter'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ArrowLeft, ArrowRight, SearchX } from '@/components/ui/icons'
import { AuditRow } from './audit-row'
import { type AuditRequest, auditUrl } from './audit-url'

interface AuditListProps {
  /** In the order in which they are shown. */
  entries: readonly AuditEntry[]
  request: AuditRequest
  orden: 'registro' | 'fecha'
  /** Where the page goes on in its own direction. */
  siguiente: AuditCursor | null
  interrumpida: boolean
  /** How much a page looks through at most. */
  miradas: number
}

/** A page of the log, with the ways to what is newer and what is older. */
export function AuditList(props: AuditListProps) {
  const { entries, request, orden, siguiente, interrumpida, miradas } = props
  const t = useTranslations('auditoria.lista')
  const { consulta, sentido } = request
  return (
    <section aria-label={t('etiqueta')} className="flex flex-col gap-3">
      {entries.length > 0 && (
        <>
          <p className="text-sm text-muted">{t(`orden_${orden}`)}</p>
          <ol className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
            {entries.map((entry) => (
              <AuditRow key={entry.fila.id} entry={entry} />
            ))}
          </ol>
        </>
      )}
      {entries.length === 0 && !interrumpida && (
        <EmptyState icon={SearchX} title={t('vacia')} description={t('vaciaAyuda')} />
      )}
      {interrumpida && siguiente && (
        <Alert title={t('interrumpida')}>
          <p>{t('interrumpidaAyuda', { entradas: miradas })}</p>
          <p className="pt-1">
            <ButtonLink
              size="sm"
              variant="secondary"
              href={auditUrl(consulta, { cursor: siguiente, sentido })}
              prefetch={false}
            >
              {t('seguir')}
            </ButtonLink>
          </p>
        </Alert>
      )}
      <Pages {...props} />
    </section>
  )
}

function Pages({ entries, request, orden, siguiente, interrumpida }: AuditListProps) {
  const t = useTranslations('auditoria.lista')
  const { consulta, cursor, sentido } = request
  const [first, last] = [entries.at(0), entries.at(-1)]
  const at = (entry: AuditEntry | undefined): AuditCursor | null =>
    entry ? { posicion: entry.fila.id, fecha: orden === 'fecha' ? entry.evento.sobre.fecha : null } : cursor
  const onwards = interrumpida ? null : siguiente
  // Where one came from there is something: at the other end only a cursor tells.
  const newer = sentido === 'adelante' ? onwards && at(first) : cursor && at(first)
  const older = sentido === 'atras' ? onwards : cursor && at(last)
  if (!newer && !older && !cursor) return null
  const link = (to: AuditCursor, way: 'atras' | 'adelante') =>
    auditUrl(consulta, { cursor: to, sentido: way })
  return (
    <nav aria-label={t('paginas')} className="flex flex-wrap items-center justify-between gap-2">
      <div className="flex gap-2">
        {cursor && (
          <ButtonLink variant="ghost" href={auditUrl(consulta)} prefetch={false}>
            {t('primera')}
          </ButtonLink>
        )}
        {newer && (
          <ButtonLink variant="secondary" href={link(newer, 'adelante')} rel="prev" prefetch={false}>
            <ArrowLeft />
            {t('nuevos')}
          </ButtonLink>
        )}
      </div>
      {older && (
        <ButtonLink variant="secondary" href={link(older, 'atras')} rel="next" prefetch={false}>
          {t('antiguos')}
          <ArrowRight />
        </ButtonLink>
      )}
    </nav>
  )
}
