import { existsSync } from 'node:fs'
import { type Client, createClient } from '@libsql/client'
import { migrate } from '@/db/migrate'
import { encodePayload } from '@/events/codec'
import { createUlids, newSalt } from '@/events/ids'

/** The tickets that the events are spread over. */
const TICKETS = 1000
const CHUNK = 2000
const COLUMNS = `evento_id, ticket_id, usuario_id, tipo, contenido, metadata, es_interno, version, comando_id, orden,
  correlacion_id, sal, huella, fecha_creacion, fecha_registro`
const ulids = createUlids()

/**
 * Puts events into a log by themselves, without the commands that would make them: the first of each ticket is its
 * creation, the others comments, all with content, salt and fingerprint.
 * @param from how many it put there before
 */
export async function fill(file: string, from: number, to: number): Promise<void> {
  if (!existsSync(file)) await migrate({ url: `file:${file}` })
  const client = createClient({ url: `file:${file}`, concurrency: 1 })
  await client.execute('PRAGMA synchronous = OFF')
  if (from === 0) await addTickets(client)
  for (let start = from; start < to; start += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, to - start) }, (_, index) => eventRow(start + index))
    const values = COLUMNS.split(',').map((_, index) => `e.value ->> ${index}`)
    await client.batch(
      [
        {
          sql: `INSERT INTO interacciones (${COLUMNS}) SELECT ${values.join(', ')} FROM json_each(?) e ORDER BY e.key`,
          args: [JSON.stringify(rows)],
        },
      ],
      'write',
    )
  }
  await client.batch([{ sql: 'UPDATE tickets SET version = ?', args: [Math.floor(to / TICKETS)] }], 'write')
  client.close()
}

async function addTickets(client: Client): Promise<void> {
  const ids = Array.from({ length: TICKETS }, () => ulids(Date.now()))
  await client.batch(
    [
      {
        sql: `INSERT INTO tickets (titulo, descripcion, usuario_id, version, comando_id)
          SELECT 'Caso', 'No imprime.', 1, 1, value FROM json_each(?)`,
        args: [JSON.stringify(ids)],
      },
    ],
    'write',
  )
}

function eventRow(index: number): readonly unknown[] {
  const [ticket, version] = [1 + (index % TICKETS), 1 + Math.floor(index / TICKETS)]
  const now = Date.now()
  const [event, command] = [ulids(now), ulids(now)]
  const date = new Date(now).toISOString()
  const text = `Comentario ${index}: se ha probado otra vez y sigue sin imprimir la segunda bandeja.`
  const { tipo, contenido, metadata, sal, huella } = encodePayload(
    { tipo: 'comentario', datos: { esInterno: false }, contenido: text },
    newSalt(),
    command,
  )
  const internal = 0
  return [
    event,
    ticket,
    1,
    tipo,
    contenido,
    metadata,
    internal,
    version,
    command,
    0,
    command,
    sal,
    huella,
    date,
    date,
  ]
}
