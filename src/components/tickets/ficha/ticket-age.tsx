import type { TicketDetail } from '@projections/tickets/detail'
import { useFormatter, useTranslations } from 'next-intl'

const MINUTE_MS = 60_000
/** The units an age is told in, the largest first. */
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const

/** How long something took, in the largest unit that it fills once; less than a minute counts as one. */
export function largestUnit(ms: number): {
  readonly cuantos: number
  readonly unidad: (typeof UNITS)[number][0]
} {
  const [unidad, size] = UNITS.find(([, each]) => ms >= each) ?? UNITS[2]
  return { cuantos: Math.max(1, Math.floor(ms / size)), unidad }
}

interface TicketAgeProps {
  ticket: Pick<TicketDetail, 'fechaCreacion' | 'fechaCierre'>
  /** Until when an open ticket's age is counted, in milliseconds. */
  hasta: number
}

/** How long a ticket has been open, or was until it was closed. */
export function TicketAge({ ticket: { fechaCreacion, fechaCierre }, hasta }: TicketAgeProps) {
  const t = useTranslations('tickets.detalle')
  const format = useFormatter()
  const end = fechaCierre === null ? hasta : Date.parse(fechaCierre)
  const { cuantos, unidad } = largestUnit(end - Date.parse(fechaCreacion))
  const tiempo = format.number(cuantos, { style: 'unit', unit: unidad, unitDisplay: 'long' })
  return <span>{t(fechaCierre === null ? 'llevaAbierto' : 'estuvoAbierto', { tiempo })}</span>
}
