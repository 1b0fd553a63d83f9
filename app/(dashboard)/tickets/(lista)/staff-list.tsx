import type { Cursor } from '@projections/tickets/list'
import type { Agent } from '@projections/usuarios/list'
import { getTranslations } from 'next-intl/server'
import type { ComponentProps, ReactNode } from 'react'
import { TicketList } from '@/components/ticket-list'
import { ColumnPicker } from '@/components/tickets/lista/column-picker'
import { listUrl } from '@/components/tickets/lista/list-url'
import { BULK_FORM, SelectAllBar } from '@/components/tickets/masivas/bulk-cells'
import { BulkDesk } from '@/components/tickets/masivas/bulk-desk.client'
import { BulkToolbar } from '@/components/tickets/masivas/bulk-toolbar'
import { mayChangeMany } from '@/components/tickets/permissions'
import type { Viewer } from '@/domain/viewer'
import { getRuntime } from '@/runtime'
import { cambiarVariosAction } from '../../../actions/bulk'
import { setColumnsAction } from '../../../actions/session'
import { getColumns } from '../../../lib/columns'

interface StaffListProps extends Omit<ComponentProps<typeof TicketList>, 'columns' | 'selectable'> {
  cursor: Cursor | null
  viewer: Viewer
  agents: readonly Agent[]
  /** What stands there instead of a table without rows; false where there are some. */
  empty: ReactNode
}

/** The staff's list with its columns; of now, and for those who may change tickets, with checkboxes. */
export async function StaffList({ cursor, viewer, agents, empty, ...list }: StaffListProps) {
  const columns = await getColumns()
  const { filter, momento } = list
  const selectable = momento === null && mayChangeMany(viewer)
  const address = listUrl(filter, { cursor, momento })
  const table = empty || (
    <div>
      <div className="mb-2 flex items-center justify-between gap-2">
        {selectable && <SelectAllBar />}
        <div className="ml-auto">
          <ColumnPicker columns={columns} action={setColumnsAction} />
        </div>
      </div>
      {/* Another page is another table: no choice is taken along. */}
      <TicketList key={address} {...list} columns={columns} selectable={selectable} />
    </div>
  )
  if (!selectable) return table
  return (
    <Choosable address={address} agents={agents} viewer={viewer}>
      {table}
    </Choosable>
  )
}

interface ChoosableProps {
  address: string
  agents: readonly Agent[]
  viewer: Viewer
  children: ReactNode
}

/** The list with checkboxes. It stands also around an empty one: what became of the last change is kept. */
async function Choosable({ address, agents, viewer, children }: ChoosableProps) {
  const [t, { newId }] = await Promise.all([getTranslations('masivas'), getRuntime()])
  return (
    <BulkDesk
      action={cambiarVariosAction}
      lote={newId()}
      pagina={address}
      formId={BULK_FORM}
      label={t('barra')}
      barra={<BulkToolbar viewer={viewer} agents={agents} />}
    >
      {children}
    </BulkDesk>
  )
}
