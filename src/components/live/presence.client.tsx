'use client'

import { useTranslations } from 'next-intl'
import { Eye, PenLine } from '@/components/ui/icons'
import { type Present, usePresence } from './use-presence'

/** More than these are a number. */
const SHOWN = 3

interface PresenceProps {
  ticketId: number
  /** True for the team, who know of each other and of the client; a client is only seen. */
  equipo: boolean
}

/** Who else has this ticket before them just now. */
export function Presence({ ticketId, equipo }: PresenceProps) {
  const t = useTranslations('vivo.presencia')
  const others = usePresence(ticketId)
  if (!equipo) return null
  const rest = others.length - SHOWN
  return (
    <>
      {others.length > 0 && (
        <ul
          aria-label={t('titulo')}
          data-presencia
          className="flex flex-wrap items-center gap-1.5 print:hidden"
        >
          {others.slice(0, SHOWN).map((one) => (
            <Person key={one.id} one={one} />
          ))}
          {rest > 0 && <li className="text-xs text-muted">{t('mas', { resto: rest })}</li>}
        </ul>
      )}
      {/* Read out who is there, not whenever somebody stops to think. */}
      <span role="status" className="sr-only">
        {others.length > 0 && `${t('titulo')}: ${others.map(({ nombre }) => nombre).join(', ')}`}
      </span>
    </>
  )
}

function Person({ one: { nombre, esCliente, modo } }: { one: Present }) {
  const t = useTranslations('vivo.presencia')
  const writes = modo === 'escribiendo'
  const Icon = writes ? PenLine : Eye
  return (
    <li
      className={
        writes
          ? 'inline-flex items-center gap-1 rounded-full bg-warning-soft px-2.5 py-0.5 text-xs font-medium text-warning-ink'
          : 'inline-flex items-center gap-1 rounded-full bg-subtle px-2.5 py-0.5 text-xs text-muted'
      }
    >
      <Icon className="size-3.5 shrink-0" />
      {t(writes ? 'escribiendo' : esCliente ? 'cliente' : 'viendo', { nombre })}
    </li>
  )
}
