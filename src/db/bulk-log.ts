import { type Client, createClient } from '@libsql/client'
import { insertJsonRows } from './json-rows'

/** What a row of `writeLogRows` has, in this order. */
export const LOG_COLUMNS = [
  'evento_id',
  'ticket_id',
  'cuenta_id',
  'usuario_id',
  'tipo',
  'contenido',
  'metadata',
  'es_interno',
  'version',
  'comando_id',
  'orden',
  'correlacion_id',
  'sal',
  'huella',
  'fecha_creacion',
  'fecha_registro',
] as const

const INSERT = insertJsonRows('interacciones', LOG_COLUMNS)

/**
 * Appends rows to the log of a file that nobody else writes, past the command bus: for logs that are made, not lived. The
 * projections know nothing of them until they are rebuilt.
 * @param batches each is one transaction
 * @throws what the schema's own guards say of a row that breaks the log
 */
export async function writeLogRows(
  client: Client,
  batches: Iterable<readonly (readonly unknown[])[]>,
  onWritten?: (rows: number) => void,
): Promise<void> {
  let written = 0
  for (const rows of batches) {
    await client.batch([{ sql: INSERT, args: [JSON.stringify(rows)] }], 'write')
    written += rows.length
    onWritten?.(written)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A connection for `writeLogRows`: what the power cut takes of a made log is made again. */
export async function openForBulk(url: string): Promise<Client> {
  const client = createClient({ url, intMode: 'number', concurrency: 1, timeout: 5000 })
  const pragmas = ['journal_mode = WAL', 'synchronous = OFF', 'foreign_keys = OFF', 'cache_size = -200000']
  for (const pragma of pragmas) await client.execute(`PRAGMA ${pragma}`)
  return client
}
