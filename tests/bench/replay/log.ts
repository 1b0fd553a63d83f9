import { type Client, createClient } from '@libsql/client'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { z } from 'zod'
import { openDatabase } from '@/db/client'
import { createEmptyDatabase, settleDatabase } from '@/db/empty'
import { encodePayload } from '@/events/codec'
import { createUlids } from '@/events/ids'
import { accounts, type Happening, History } from './history'
import { createRandom } from './words'

const BATCH = 1000
/** The log covers two years of business, whatever its length. */
export const PERIOD = { begin: Date.parse('2024-01-01T00:00:00Z'), ms: 2 * 365 * 86_400_000 } as const

const INSERT = `INSERT INTO interacciones (evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido, metadata,
    es_interno, version, comando_id, orden, correlacion_id, sal, huella, fecha_creacion, fecha_registro)
  SELECT ${[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9, 11, 12, 13, 13].map((at) => `e.value ->> ${at}`).join(', ')}
  FROM json_each(?1) e ORDER BY e.key`

/**
 * Writes a log of `events` events into a new migrated file: accounts first, whose rows are there then; of the other
 * projections there is nothing yet.
 */
export async function writeLog(file: string, events: number): Promise<void> {
  const url = `file:${file}`
  await createEmptyDatabase(url)
  const client = createClient({ url, intMode: 'number', concurrency: 1 })
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = OFF',
    'foreign_keys = OFF',
    'cache_size = -200000',
  ])
    await client.execute(`PRAGMA ${pragma}`)
  await client.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'interacciones'")
  const encode = encoder(events)
  await client.execute({ sql: INSERT, args: [JSON.stringify(accounts().map(encode))] })
  await foldAccounts(url)
  await quickly(client, async () => {
    const history = new History(Math.ceil(Math.min(5000, events / 50)))
    for (let left = events - accounts().length; left > 0; left -= BATCH) {
      const rows = Array.from({ length: Math.min(BATCH, left) }, () => encode(history.next()))
      await client.batch([{ sql: INSERT, args: [JSON.stringify(rows)] }], 'write')
      await new Promise((resolve) => setImmediate(resolve))
    }
  })
  client.close()
  await settleDatabase(url)
}

/** While the log holds accounts alone, their projection costs nothing. */
async function foldAccounts(url: string): Promise<void> {
  const database = await openDatabase({ url })
  const newId = createUlids()
  await rebuildLive(['usuarios'], { database, url, now: Date.now, newId: () => newId(Date.now()) })
  database.close()
}

/** Without the trigger and the checks, which look each event up five times: these are right. */
async function quickly(client: Client, work: () => Promise<void>): Promise<void> {
  const name = 'interacciones_no_replace'
  const { rows } = await client.execute({ sql: 'SELECT sql FROM sqlite_schema WHERE name = ?', args: [name] })
  await client.execute(`DROP TRIGGER ${name}`)
  await client.execute('PRAGMA ignore_check_constraints = ON')
  await work()
  await client.execute(z.object({ sql: z.string() }).parse(rows[0]).sql)
}

function encoder(events: number): (happening: Happening) => unknown[] {
  const random = createRandom(7)
  const ulids = createUlids()
  let position = 0
  const hex = (digits: number) =>
    Array.from({ length: digits / 8 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('')
  return ({ event, id, version, usuarioId }) => {
    const ms = PERIOD.begin + Math.floor((PERIOD.ms * position++) / events)
    const salt = hex(32)
    // Every command leaves its digest with its first event.
    const { tipo, contenido, metadata, esInterno, sal, huella } = encodePayload(event, salt, salt + salt)
    const [ticket, cuenta] = tipo === 'alta_cuenta' ? [null, id] : [id, null]
    const [evento, comando, fecha] = [ulids(ms), ulids(ms), new Date(ms).toISOString()]
    const flag = Number(esInterno)
    const who = [evento, ticket, cuenta, usuarioId]
    return [...who, tipo, contenido, metadata, flag, version, comando, 0, sal, huella, fecha]
  }
}
