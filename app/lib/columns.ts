import { cookies } from 'next/headers'
import { type Columns, readColumns } from '@/components/tickets/lista/list-columns'
import { COLUMNS_COOKIE } from '@/i18n/cookies'

/** The columns of the ticket list that this reader chose. */
export async function getColumns(): Promise<Columns> {
  return readColumns((await cookies()).get(COLUMNS_COOKIE)?.value)
}
