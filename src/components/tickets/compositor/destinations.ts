import type { useTranslations } from 'next-intl'
import type { TicketDesk } from '@/components/tickets/desk'
import { MOTIVOS_CIERRE, type MotivoCierre } from '@/domain/values'

/** Where a ticket may go with what is sent: a field of the form, and how the button says so. */
export interface Destination {
  readonly name: 'a' | 'motivo'
  readonly value: string
  readonly publica: string
  /** The same for a note; null where no note can do it. */
  readonly interna: string | null
}

/** What a client can say of their own ticket; the other reasons are the team's. */
const MOTIVOS_CLIENTE: readonly MotivoCierre[] = ['resuelto', 'cancelado', 'otro']

/** The reasons that somebody may close a ticket with. */
export function reasonsFor({ offers }: TicketDesk): readonly MotivoCierre[] {
  return offers.equipo ? MOTIVOS_CIERRE : MOTIVOS_CLIENTE
}

interface Words {
  readonly estado: ReturnType<typeof useTranslations<'dominio.estado'>>
  readonly motivo: ReturnType<typeof useTranslations<'dominio.motivo'>>
}

/** Everything that a message can do to the ticket when it is sent; nothing while it is closed. */
export function destinationsOf(
  desk: TicketDesk,
  t: ReturnType<typeof useTranslations<'tickets.responder'>>,
  words: Words,
): readonly Destination[] {
  const { cerrado, equipo, estados } = desk.offers
  if (cerrado) return []
  const states = estados.map((value) => {
    const estado = words.estado(value)
    return {
      name: 'a' as const,
      value,
      publica: t('yPasar', { estado }),
      interna: t('notaYPasar', { estado }),
    }
  })
  const closings = reasonsFor(desk).map((value) => {
    const motivo = words.motivo(value)
    // What closes with another reason says its last word to the client.
    const interna = equipo && value === 'resuelto' ? t('notaYCerrar', { motivo }) : null
    return { name: 'motivo' as const, value, publica: t('yCerrar', { motivo }), interna }
  })
  return [...states, ...closings]
}
