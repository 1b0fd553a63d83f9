import type { CuentaEntry } from '@projections/auditoria/entries'
import { useTranslations } from 'next-intl'
import { AccountChange } from '@/components/auditoria/account-change'
import { cuentaEventText } from '@/components/auditoria/event-text'
import { knownName, type Translate } from '@/components/tickets/linea/event-text'
import { DateTime } from '@/components/ui/date-time'

/** What was done to an account, the newest first: when, by whom, what it was and what it became. */
export function AccountHistory({ entries }: { entries: readonly CuentaEntry[] }) {
  const t = useTranslations()
  return (
    <ol aria-label={t('personas.historia.titulo')} className="relative ml-2 border-l border-line">
      {entries.map((entry) => (
        <li key={entry.evento.sobre.eventoId} className="relative pb-5 pl-6 text-sm last:pb-0">
          <span
            aria-hidden
            className="absolute top-1.5 -left-[5px] size-2.5 rounded-full bg-accent ring-4 ring-surface"
          />
          <p className="wrap-anywhere">
            <span className="font-medium">{authorOf(entry, t)}</span> {cuentaEventText(entry, t)}
          </p>
          <div className="mt-1 flex flex-wrap items-center gap-2 empty:hidden">
            <AccountChange entry={entry} />
          </div>
          <p className="mt-1 text-xs text-muted">
            <DateTime value={entry.evento.sobre.fecha} />
          </p>
        </li>
      ))}
    </ol>
  )
}

function authorOf({ autor, autorRol }: CuentaEntry, t: Translate): string {
  if (autorRol === 'sistema') return t('tickets.linea.sistema')
  return knownName(autor, t)
}
