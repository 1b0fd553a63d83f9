import type { TicketFilter } from '@projections/tickets/list'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ArrowDown, ArrowUp } from '@/components/ui/icons'
import { COLUMN_ORDERS, type Columna } from './list-columns'
import { listUrl } from './list-url'

interface ColumnHeadProps {
  columna: Columna
  filter: TicketFilter
  /** False for a list of the past, which has one order. */
  sortable: boolean
}

/** A column's head: where it can be sorted by, a link that sorts by it, and then the other way round. */
export function ColumnHead({ columna, filter, sortable }: ColumnHeadProps) {
  const t = useTranslations('tickets')
  const label = t(`campo.${columna}`)
  const [down, up] = (sortable && COLUMN_ORDERS[columna]) || []
  if (down === undefined || up === undefined) return <th scope="col">{label}</th>
  const current = filter.orden === down ? 'descending' : filter.orden === up ? 'ascending' : undefined
  const next = current === 'descending' ? up : down
  const Icon = current === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" aria-sort={current}>
      <span className="lg:hidden">{label}</span>
      <Link
        href={listUrl({ ...filter, orden: next })}
        prefetch={false}
        title={t(current ? 'lista.invertir' : 'lista.ordenarPor', { columna: label })}
        className="-mx-1 inline-flex min-h-6 items-center gap-1 rounded px-1 hover:text-ink max-lg:hidden in-aria-sort:text-ink"
      >
        {label}
        {current && <Icon className="size-3.5 shrink-0" />}
      </Link>
    </th>
  )
}
