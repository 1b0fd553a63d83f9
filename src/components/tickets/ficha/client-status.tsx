import type { TimelinePage } from '@projections/linea_tiempo/timeline'
import type { TicketDetail } from '@projections/tickets/detail'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { Estado } from '@/domain/values'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

/** True while nothing but its opening is known of a ticket to whoever reads this page of its history. */
export function isUnanswered({ eventos, anterior }: TimelinePage): boolean {
  return anterior === null && eventos.length === 1
}

const SAYS = {
  abierto: null,
  en_progreso: { tone: 'info', title: 'progreso', text: 'progresoTexto' },
  resuelto: { tone: 'success', title: 'resuelto', text: 'resueltoTexto' },
  // The box below says it, with the way to open it again.
  cerrado: null,
} as const satisfies Record<Estado, object | null>

const RECEIVED = { tone: 'success', title: 'recibido', text: 'recibidoTexto' } as const

interface ClientStatusProps {
  ticket: TicketDetail
  viewer: Viewer
  /** See isUnanswered. */
  unanswered: boolean
}

/** For a client: what their ticket's state means to them, and what happens next. Nothing for the team. */
export function ClientStatus({ ticket, viewer, unanswered }: ClientStatusProps) {
  const t = useTranslations('tickets.cliente')
  const says = ticket.estado === 'abierto' && unanswered ? RECEIVED : SAYS[ticket.estado]
  if (!seesOnlyOwn(viewer) || says === null) return null
  return (
    <div className="mb-6">
      <Alert tone={says.tone} title={t(says.title, { id: ticket.id })}>
        <p>{t(says.text)}</p>
      </Alert>
    </div>
  )
}
