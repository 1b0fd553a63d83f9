import { z } from 'zod'
import { type Connection, retryBusy } from '@/db/client'
import { defineQuery, defineWrite } from '@/db/queries'
import { seesOnlyOwn, type Viewer } from '@/domain/viewer'

const SEEN = defineQuery({
  name: 'vistos.version',
  roles: ['api_server'],
  sql: 'SELECT version FROM vistos WHERE usuario_id = :cuenta AND ticket_id = :ticket',
  row: z.object({ version: z.number() }),
})

const MARK = defineWrite({
  name: 'vistos.marcar',
  roles: ['api_server'],
  sql: `INSERT INTO vistos (usuario_id, ticket_id, version) VALUES (:cuenta, :ticket, :version)
    ON CONFLICT (usuario_id, ticket_id) DO UPDATE SET version = excluded.version
    WHERE excluded.version > version`,
})

/**
 * Notes that one of the staff has seen a ticket up to a version; a client's looks are nobody's business. Looked up
 * first: most looks are at what was seen before, and the writer is not to be asked for those.
 */
export async function noteSeen(
  db: Connection,
  viewer: Viewer,
  { id, version }: { readonly id: number; readonly version: number },
): Promise<void> {
  if (seesOnlyOwn(viewer)) return
  const args = { cuenta: viewer.id, ticket: id }
  const seen = await db.first(SEEN, args)
  if (seen !== null && seen.version >= version) return
  await retryBusy(() => db.batch([{ statement: MARK, args: { ...args, version } }]))
}
