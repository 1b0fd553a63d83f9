import { COUNT_LIMIT } from '@projections/tickets/counts'
import type { TicketFilter } from '@projections/tickets/list'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { PastMoment } from '@/components/tickets/tiempo/moment-url'
import { ESTADOS, type Estado } from '@/domain/values'
import { listUrl } from './list-url'

interface StateTabsProps {
  filter: TicketFilter
  cuentas: Readonly<Record<Estado, number>>
  /** Of which states there may be more than were counted. */
  incompletas: readonly Estado[]
  momento: PastMoment | null
}

/** The list by state, with how many there are of each: links, so that each has its address. */
export function StateTabs({ filter, cuentas, incompletas, momento }: StateTabsProps) {
  const t = useTranslations('tickets.lista')
  const estado = useTranslations('dominio.estado')
  const all = ESTADOS.reduce((sum, each) => sum + cuentas[each], 0)
  const isMore = (each: Estado) => cuentas[each] >= COUNT_LIMIT || incompletas.includes(each)
  const tab = { filter, momento }
  const show = (count: number, more: boolean) =>
    more ? t('tope', { tope: Math.min(count, COUNT_LIMIT - 1) }) : String(count)
  return (
    <nav aria-label={t('estados')} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1 border-b border-line">
        <Tab {...tab} estado={null} label={t('todos')} count={show(all, ESTADOS.some(isMore))} />
        {ESTADOS.map((each) => (
          <Tab
            key={each}
            {...tab}
            estado={each}
            label={estado(each)}
            count={show(cuentas[each], isMore(each))}
          />
        ))}
      </ul>
    </nav>
  )
}

// Nobody is awaited on a closed ticket: with these, its tab would always be empty.
const UNAWAITED = { espera: null, orden: 'actualizacion' } as const

interface TabProps {
  filter: TicketFilter
  momento: PastMoment | null
  estado: Estado | null
  label: string
  count: string
}

function Tab({ filter, momento, estado, label, count }: TabProps) {
  return (
    <li>
      <Link
        href={listUrl({ ...filter, ...(estado === 'cerrado' && UNAWAITED), estado }, { momento })}
        prefetch={false}
        aria-current={filter.estado === estado ? 'page' : undefined}
        className="flex min-h-11 items-center gap-2 border-b-2 border-transparent px-3 text-sm font-medium whitespace-nowrap text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
      >
        {label}
        <span className="rounded-full bg-subtle px-2 py-0.5 text-xs tabular-nums">{count}</span>
      </Link>
    </li>
  )
}
