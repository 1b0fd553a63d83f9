import { createClient } from '@libsql/client'
import { settleDatabase } from '@/db/empty'
import { migrate } from '@/db/migrate'

/** The id of the n-th command. */
export const ID = (n: number) => `01${String(n).padStart(24, '0')}`

const CHUNK = 50_000
const TIPOS =
  "CASE n % 10 WHEN 0 THEN 'cambio_prioridad' WHEN 1 THEN 'asignacion' WHEN 2 THEN 'cierre' ELSE 'comentario' END"
const FECHA = "strftime('%Y-%m-%dT%H:%M:%fZ', 1577836800 + n * 60, 'unixepoch')"
const NUMBERS = 'WITH RECURSIVE v(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM v WHERE n < ?)'

const LOG = `${NUMBERS} INSERT INTO interacciones (id, evento_id, ticket_id, cuenta_id, usuario_id, tipo, contenido,
    metadata, es_interno, version, comando_id, orden, correlacion_id, sal, huella, fecha_creacion, fecha_registro)
  SELECT n, printf('01%024d', n), iif(n % 50 = 0, NULL, n % 5000 + 1), iif(n % 50 = 0, n % 7 + 2, NULL), n % 90 + 2, ${TIPOS},
    NULL, '{"json":{"v":1,"datos":{}}}', n % 13 = 0, n, printf('01%024d', n / 3), n % 3, printf('01%024d', n / 6),
    NULL, NULL, ${FECHA}, ${FECHA} FROM v`
const INDEX = `INSERT INTO auditoria
  SELECT id, usuario_id, ticket_id, cuenta_id, tipo, es_interno, fecha_creacion, correlacion_id
  FROM interacciones WHERE id BETWEEN ? AND ?`
const TEXTS = `INSERT INTO busqueda (rowid, titulo, texto, acceso, ticket_id)
  SELECT id, '', 'la impresora palabra' || (id % 997), 'interno', ticket_id
  FROM interacciones WHERE id BETWEEN ? AND ? AND tipo = 'comentario'`

/** Makes a database whose log has so many events, a minute apart, with the indexes that the audit reads. */
export async function fillLog(url: string, events: number): Promise<void> {
  await migrate({ url })
  const client = createClient({ url, concurrency: 1 })
  await client.execute('PRAGMA foreign_keys = OFF')
  for (const pragma of ['synchronous = OFF', 'cache_size = -200000']) await client.execute(`PRAGMA ${pragma}`)
  for (let from = 2; from <= events; from += CHUNK) {
    const to = Math.min(from + CHUNK - 1, events)
    for (const sql of [LOG, INDEX, TEXTS]) await client.batch([{ sql, args: [from, to] }], 'write')
    await new Promise((resolve) => setImmediate(resolve))
  }
  client.close()
  // The newest pages would be looked up in a write-ahead log as long as the last chunk.
  await settleDatabase(url)
}
