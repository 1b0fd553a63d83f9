import { insertJsonRows } from '@/db/json-rows'
import { defineWrite } from '@/db/queries'
import type { CatchUpProjection } from '../engine/projection'
import { AUDITORIA, AuditRow, auditRow } from './row'

const PROPERTIES = AuditRow.keyof().options

const INSERT = defineWrite({
  name: 'auditoria.insertar',
  roles: ['projector', 'admin'],
  sql: insertJsonRows('auditoria', AUDITORIA.columns),
})

/**
 * What the audit page finds events by: a narrow row for each, behind the commands. The same indexes on the log itself
 * would slow down every command.
 */
export const auditoria: CatchUpProjection = {
  nombre: 'auditoria',
  version: 1,
  tables: [AUDITORIA],
  prepare: async (_db, events) => {
    const rows = events.map(auditRow).map((row) => PROPERTIES.map((property) => row[property]))
    return await Promise.resolve([{ statement: INSERT, args: [JSON.stringify(rows)] }])
  },
}
