import type { Fragment } from '@projections/busqueda/tickets'
import type { TicketFilter } from '@projections/tickets/list'
import type { TicketSummary } from '@projections/tickets/list-shapes'
import { useTranslations } from 'next-intl'
import { ColumnHead } from './tickets/lista/column-head'
import { COLUMNAS, type Columna, type Columns } from './tickets/lista/list-columns'
import { TicketRows } from './tickets/lista/list-row.client'
import { useRows, useRowTexts } from './tickets/lista/list-texts'
import { SelectAllHead } from './tickets/masivas/bulk-cells'
import type { PastMoment } from './tickets/tiempo/moment-url'
import { cn } from './ui/cn'

interface TicketListProps {
  tickets: readonly TicketSummary[]
  filter: TicketFilter
  /** Those that the reader chose; a list of the past has none of what is told of now alone. */
  columns: Columns
  /** The moment that they are shown as of: their links lead there. */
  momento: PastMoment | null
  /** Where each was found, when they were searched for. */
  fragments: ReadonlyMap<number, Fragment> | undefined
  /** True for those who may change many at a time: a checkbox at each. */
  selectable: boolean
}

/** The staff's list of tickets as a table, whose rows become cards where it would be too narrow. */
export function TicketList({ tickets, filter, columns, momento, fragments, selectable }: TicketListProps) {
  const t = useTranslations('tickets')
  const shown = COLUMNAS.filter((columna) => columns.has(columna) && !(momento && columna === 'espera'))
  const head = (columna: Columna) => (
    <ColumnHead key={columna} columna={columna} filter={filter} sortable={momento === null} />
  )
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface lg:overflow-x-auto">
      {/* The roles are said again: display:block and flex take them away from tables in some browsers. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: see above */}
      <table role="table" data-lista aria-label={t('lista.tabla')} className={TABLE}>
        <thead className="sr-only lg:not-sr-only lg:table-header-group">
          <tr className={HEAD}>
            {selectable && <SelectAllHead />}
            {shown.filter(isFirst).map(head)}
            <th scope="col" className="w-full">
              {t('campo.titulo')}
            </th>
            {shown.filter((columna) => !isFirst(columna)).map(head)}
          </tr>
        </thead>
        <tbody className={cn(ROWS, selectable && 'max-lg:*:pl-12')}>
          <TicketRows
            tickets={useRows(tickets, { momento, fragments, selectable })}
            shown={shown}
            textos={useRowTexts()}
          />
        </tbody>
      </table>
    </div>
  )
}

/** The number stands before the title, all else behind it. */
const isFirst = (columna: Columna) => columna === 'numero'

const TABLE = 'block w-full text-sm lg:table [&_td]:min-w-0'

const HEAD = cn(
  'border-b border-line text-left text-xs text-muted',
  '[&>th]:px-2.5 [&>th]:py-2 [&>th]:font-medium [&>th]:whitespace-nowrap [&>th:first-child]:pl-4 [&>th:last-child]:pr-4',
)

const ROWS = cn(
  'block divide-y divide-line lg:table-row-group',
  '*:relative *:flex *:flex-wrap *:items-center *:gap-x-3 *:gap-y-1.5 *:p-4',
  '*:hover:bg-subtle/60 lg:*:table-row',
  'lg:[&_td]:px-2.5 lg:[&_td]:py-2.5 lg:[&_td]:align-middle lg:[&_td:first-child]:pl-4 lg:[&_td:last-child]:pr-4',
)
