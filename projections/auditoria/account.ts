import type { Connection } from '@/db/client'
import { defineQuery } from '@/db/queries'
import type { Viewer } from '@/domain/viewer'
import { seesCuentas } from '../usuarios/list'
import { type CuentaEntry, isCuentaEntry, readEntries } from './entries'
import { LOG_COLUMNS, LogRow } from './log-row'

const PAGE_SIZE = 25

const PAGE = defineQuery({
  name: 'auditoria.de_cuenta',
  roles: ['api_server'],
  sql: `SELECT ${LOG_COLUMNS.join(', ')} FROM interacciones
    WHERE cuenta_id = :cuenta AND version < :antes ORDER BY version DESC LIMIT ${PAGE_SIZE + 1}`,
  row: LogRow,
})

export interface AccountHistory {
  /** The newest first. */
  readonly entries: readonly CuentaEntry[]
  /** The version to ask for what came before; null at the beginning. */
  readonly siguiente: number | null
}

/**
 * A page of an account's history: what was done to it, by whom and when. For admins and auditors; nothing for others.
 * @param antes only what came before this version
 */
export async function accountHistoryQuery(
  db: Connection,
  viewer: Viewer,
  cuenta: number,
  antes: number = Number.MAX_SAFE_INTEGER,
): Promise<AccountHistory> {
  if (!seesCuentas(viewer)) return { entries: [], siguiente: null }
  const rows = await db.all(PAGE, { cuenta, antes })
  const entries = (await readEntries(db, rows.slice(0, PAGE_SIZE))).filter(isCuentaEntry)
  return {
    entries,
    siguiente: rows.length > PAGE_SIZE ? (entries.at(-1)?.evento.sobre.version ?? null) : null,
  }
}
