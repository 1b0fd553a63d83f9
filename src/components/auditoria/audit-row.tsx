import { type AuditEntry, isCuentaEntry, isTicketEntry } from '@projections/auditoria/entries'
import { useFormatter, useTranslations } from 'next-intl'
import { eventText, knownName } from '@/components/tickets/linea/event-text'
import { EventChange, TextChange } from '@/components/tickets/linea/timeline-change'
import { cn } from '@/components/ui/cn'
import { DateTime, MINUTE } from '@/components/ui/date-time'
import { Lock } from '@/components/ui/icons'
import { AccountChange } from './account-change'
import { AuditDetails } from './audit-details'
import { AuditLinks } from './audit-links'
import { cuentaEventText } from './event-text'

/** One event of the log: when, who, what, about what; an internal note can't be taken for anything else. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  const { esInterno, posicion } = entry.evento.sobre
  return (
    <li
      id={`e${posicion}`}
      className={cn(
        'grid gap-x-6 gap-y-2 border-l-4 px-4 py-3 text-sm md:grid-cols-[12.5rem_minmax(0,1fr)]',
        esInterno ? 'border-l-warning-ink bg-warning-soft' : 'border-l-transparent',
      )}
    >
      <When entry={entry} />
      <div className="flex min-w-0 flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
          <What entry={entry} />
          {esInterno && (
            <span className="inline-flex items-center gap-1 rounded-full bg-surface px-2.5 py-0.5 text-xs font-semibold text-warning-ink">
              <Lock className="size-3.5" />
              {t('interna')}
            </span>
          )}
        </div>
        <Said entry={entry} />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5 text-xs">
          <AuditLinks entry={entry} />
          <AuditDetails entry={entry} />
        </div>
      </div>
    </li>
  )
}

function When({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  const format = useFormatter()
  const { fecha, fechaRegistro, posicion } = entry.evento.sobre
  // What is recorded as it happens differs by a moment at most: only an import's dates are worth telling apart.
  const later = Math.abs(Date.parse(fechaRegistro) - Date.parse(fecha)) >= 60_000
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-xs text-muted md:flex-col md:gap-y-0.5 md:pt-0.5">
      <DateTime value={fecha} className="text-sm font-medium text-ink" />
      {later && <span>{t('registrado', { fecha: format.dateTime(new Date(fechaRegistro), MINUTE) })}</span>}
      <span className="tabular-nums">{t('posicion', { posicion })}</span>
    </div>
  )
}

function What({ entry }: { entry: AuditEntry }) {
  const t = useTranslations()
  const autor = knownName(entry.autor, t)
  const rol = entry.autorRol === 'sistema' ? t('tickets.linea.sistema') : t(`dominio.rol.${entry.autorRol}`)
  const frase = isCuentaEntry(entry)
    ? cuentaEventText(entry, t)
    : isTicketEntry(entry)
      ? eventText(entry, t).frase
      : ''
  return (
    <>
      <p className="min-w-0 wrap-anywhere">
        <span className="font-medium">{autor}</span> <span className="text-xs text-muted">({rol})</span>{' '}
        {frase}
      </p>
      {isCuentaEntry(entry) && <AccountChange entry={entry} />}
      {isTicketEntry(entry) && <EventChange item={entry} />}
    </>
  )
}

/** What somebody wrote, as much of it as tells one from another; all of it stands in the details. */
function Said({ entry: { evento } }: { entry: AuditEntry }) {
  const t = useTranslations('auditoria.fila')
  if (evento.tipo === 'edicion' && evento.contenido?.descripcion)
    return <TextChange change={evento.contenido.descripcion} />
  const text =
    evento.tipo === 'comentario'
      ? evento.contenido
      : evento.tipo === 'creacion'
        ? evento.contenido?.titulo
        : ''
  if (text === '') return null
  if (text === null || text === undefined) return <p className="text-xs text-muted italic">{t('borrado')}</p>
  return <p className="line-clamp-3 shrink-0 wrap-anywhere whitespace-pre-line text-muted">{text}</p>
}
