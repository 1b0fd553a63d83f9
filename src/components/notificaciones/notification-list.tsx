import type { Notificacion } from '@projections/notificaciones/list'
import { useTranslations } from 'next-intl'
import { Check } from '@/components/ui/icons'
import { EVENT_ICONS } from '../tickets/linea/event-icons'
import { eventText, knownName } from '../tickets/linea/event-text'
import { cn } from '../ui/cn'
import { RelativeTime } from '../ui/date-time'
import { type PlainAction, PlainForm } from '../ui/plain-form.client'
import { SubmitButton } from '../ui/submit-button.client'

interface NotificationListProps {
  notificaciones: readonly Notificacion[]
  actions: { readonly abrir: PlainAction; readonly leer: PlainAction }
}

/** What somebody was told, a row each: what is not read stands out, by more than its colour. */
export function NotificationList({ notificaciones, actions }: NotificationListProps) {
  const t = useTranslations('notificaciones.lista')
  return (
    <ul
      aria-label={t('etiqueta')}
      className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface"
    >
      {notificaciones.map((notificacion) => (
        <li
          key={notificacion.item.evento.sobre.eventoId}
          className={cn(
            'flex items-start gap-3 border-l-4 px-4 py-3 text-sm hover:bg-subtle has-focus-visible:bg-subtle',
            notificacion.leida === null ? 'border-l-accent' : 'border-l-transparent',
          )}
        >
          <Opener notificacion={notificacion} action={actions.abrir} />
          {notificacion.leida === null && <Reader notificacion={notificacion} action={actions.leer} />}
        </li>
      ))}
    </ul>
  )
}

/** Whose sentence does not say by itself what came of it. */
const NEW_VALUE: ReadonlySet<Notificacion['item']['evento']['tipo']> = new Set([
  'cambio_estado',
  'asignacion',
  'cambio_prioridad',
  'cambio_categoria',
])

/** A form and no link: to open it is to have read it, without a script too. */
function Opener({ notificacion, action }: { notificacion: Notificacion; action: PlainAction }) {
  const t = useTranslations()
  const { item, ticketId, titulo, leida } = notificacion
  const { sobre, tipo } = item.evento
  const Icon = EVENT_ICONS[tipo]
  const autor = knownName(item.autor, t)
  const { frase, a } = eventText(item, t)
  return (
    <PlainForm action={action} className="min-w-0 flex-1">
      <input type="hidden" name="eventoId" value={sobre.eventoId} />
      <input type="hidden" name="ticketId" value={ticketId} />
      <input type="hidden" name="version" value={sobre.version} />
      <button type="submit" className="flex w-full items-start gap-3 rounded-lg text-left">
        <span className="grid size-8 shrink-0 place-items-center rounded-full bg-subtle text-muted">
          <Icon className="size-4" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block wrap-anywhere">
            {leida === null && <span className="sr-only">{t('notificaciones.lista.nueva')}: </span>}
            <span className={leida === null ? 'font-semibold' : 'font-medium'}>{autor}</span> {frase}
            {a !== null && NEW_VALUE.has(tipo) && `: ${a}`}
          </span>
          <Excerpt notificacion={notificacion} />
          <span className="mt-0.5 block text-xs wrap-anywhere text-muted">
            {t('notificaciones.lista.ticket', { id: ticketId, titulo })} ·{' '}
            <RelativeTime value={sobre.fecha} />
          </span>
        </span>
      </button>
    </PlainForm>
  )
}

/** What was said, as much as tells one answer from another. */
function Excerpt({ notificacion: { item } }: { notificacion: Notificacion }) {
  const t = useTranslations('notificaciones.lista')
  if (item.evento.tipo !== 'comentario') return null
  const { contenido } = item.evento
  if (contenido === null) return <span className="block text-muted italic">{t('borrado')}</span>
  return <span className="line-clamp-2 wrap-anywhere text-muted">{contenido}</span>
}

function Reader({ notificacion, action }: { notificacion: Notificacion; action: PlainAction }) {
  const t = useTranslations('notificaciones.lista')
  return (
    <PlainForm action={action}>
      <input type="hidden" name="eventoId" value={notificacion.item.evento.sobre.eventoId} />
      <SubmitButton variant="ghost" size="icon" aria-label={t('leer')} title={t('leer')}>
        <Check />
      </SubmitButton>
    </PlainForm>
  )
}
