import { loadEngine } from '../write/engines'
import { openPlain, type PlainEvent, ticketsSchema, upsert } from './plain'
import { measure, task } from './scenario'

interface Connection {
  command(sql: string, values?: readonly (string | number | null)[]): Promise<unknown>
  querySingle<T>(sql: string): Promise<T | null>
  close(): void
}

interface Message {
  readonly data: PlainEvent
  readonly metadata: { readonly globalPosition: bigint }
}

interface Emmett {
  sqliteConnection(options: { fileName: string }): Connection
  createEventStoreSchema(connection: Connection): Promise<void>
  getSQLiteEventStore(options: { fileName: string; schema: { autoMigration: 'None' } }): {
    consumer(options: { pulling: { batchSize: number; pullingFrequencyInMs: number } }): {
      processor(options: {
        processorId: string
        version: number
        startFrom: 'BEGINNING'
        stopAfter: (message: Message) => boolean
        eachMessage: (message: Message, context: { connection: Connection }) => Promise<void>
      }): unknown
      start(): Promise<void>
      close(): Promise<void>
    }
  }
}

/*
 * emmett-sqlite at its best: its consumer from the beginning of an equal log, a thousand messages in each transaction
 * (it takes a hundred by itself), no pause between them, our `tickets` table.
 */
const given = task()
const file = `${given.folder}/emmett.db`
const emmett = loadEngine<Emmett>(given.engines, '@event-driven-io/emmett-sqlite')
await fill()
const store = emmett.getSQLiteEventStore({ fileName: file, schema: { autoMigration: 'None' } })
const consumer = store.consumer({ pulling: { batchSize: 1000, pullingFrequencyInMs: 0 } })
const last = BigInt(given.hasta)
consumer.processor({
  processorId: 'tickets',
  version: 1,
  startFrom: 'BEGINNING',
  stopAfter: ({ metadata }) => metadata.globalPosition >= last,
  async eachMessage({ data }, { connection }) {
    const { sql, args } = upsert(data)
    await connection.command(sql, args)
  },
})
await measure(async () => {
  await consumer.start()
  return given.hasta
})
await consumer.close()
await check()

/** Its messages table holds what our log holds of tickets, under the same positions. */
async function fill(): Promise<void> {
  const source = openPlain(given.file)
  const schema = await ticketsSchema(source)
  source.close()
  const db = emmett.sqliteConnection({ fileName: file })
  await emmett.createEventStoreSchema(db)
  for (const sql of schema) await db.command(sql)
  await db.command('ATTACH ? AS registro', [given.file])
  const names = ['id', 'ticket_id', 'tipo', 'contenido', 'metadata', 'es_interno', 'version', 'comando_id']
  const data = [...names, 'fecha_creacion'].map((name) => `'${name}', ${name}`).join(', ')
  await db.command(
    `INSERT INTO emt_messages (stream_id, stream_position, partition, message_kind, message_data, message_metadata,
        message_schema_version, message_type, message_id, is_archived, global_position)
      SELECT 'ticket-' || ticket_id, version, 'emt:default', 'E', json_object(${data}), '{}', '1', tipo, evento_id,
        0, id FROM registro.interacciones WHERE id <= ? AND ticket_id IS NOT NULL ORDER BY id`,
    [given.hasta],
  )
  await db.command('DETACH registro')
  db.close()
}

async function check(): Promise<void> {
  const db = emmett.sqliteConnection({ fileName: file })
  const found = await db.querySingle<{ versions: number; messages: number }>(
    'SELECT (SELECT sum(version) FROM tickets) AS versions, (SELECT count(*) FROM emt_messages) AS messages',
  )
  db.close()
  if (found === null || found.versions !== found.messages) throw new Error(JSON.stringify(found))
}
