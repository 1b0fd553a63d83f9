import { loadEngine } from './engines'
import { comments, measure, task, warmUp } from './scenario'

interface Emmett {
  sqliteConnection(options: { fileName: string }): Connection
  createEventStoreSchema(connection: Connection): Promise<void>
  appendToStream(
    connection: Connection,
    stream: string,
    type: string,
    events: readonly { type: string; data: unknown }[],
    options: { expectedStreamVersion: bigint; onBeforeCommit?: () => Promise<void> },
  ): Promise<{ success: boolean }>
}

interface Connection {
  command(sql: string, values?: readonly (string | number)[]): Promise<unknown>
  withTransaction<T>(work: () => Promise<T>): Promise<T>
  close(): void
}

/*
 * emmett-sqlite at its best: one connection kept open (its store opens one per append), WAL as it sets it, the expected
 * version given, our `tickets` table as inline projection. One append at a time: at once they would share a transaction.
 */
const given = task()
const emmett = loadEngine<Emmett>(given.engines ?? '', '@event-driven-io/emmett-sqlite')
const db = emmett.sqliteConnection({ fileName: given.file })
await db.command('PRAGMA foreign_keys = ON')
await emmett.createEventStoreSchema(db)
const ids = Array.from({ length: given.tickets }, (_, index) => index + 1)
await db.withTransaction(async () => {
  for (const id of ids) await append(id, 0n, 'ticket_creado', { titulo: `Caso ${id}` })
})
await db.command(`PRAGMA synchronous = ${given.synchronous}`)

const versions = new Map(ids.map((id) => [id, 1n]))
let last: Promise<unknown> = Promise.resolve()
await measure(given, comments(given.tickets, given.commands + warmUp(given.commands)), async (list) => {
  let next = 0
  const caller = async () => {
    for (let one = list[next++]; one !== undefined; one = list[next++]) {
      const { comando } = one
      if (comando.tipo !== 'comentar') throw new Error(comando.tipo)
      const work = last.then(() => comment(comando.ticketId, comando.comentario))
      last = work
      await work
    }
  }
  await Promise.all(Array.from({ length: given.callers }, caller))
})
db.close()

async function comment(id: number, texto: string): Promise<void> {
  const version = versions.get(id) ?? 0n
  await append(id, version, 'comentario', { texto, interno: false }, async () => {
    const now = new Date().toISOString()
    await db.command(
      'UPDATE tickets SET fecha_actualizacion = ?, fecha_actualizacion_cliente = ?, version = ? WHERE id = ? AND version = ?',
      [now, now, Number(version) + 1, id, Number(version)],
    )
  })
  versions.set(id, version + 1n)
}

async function append(
  id: number,
  expectedStreamVersion: bigint,
  type: string,
  data: unknown,
  onBeforeCommit?: () => Promise<void>,
): Promise<void> {
  const hook = onBeforeCommit ? { onBeforeCommit } : {}
  const options = { expectedStreamVersion, ...hook }
  const { success } = await emmett.appendToStream(db, `ticket-${id}`, 'ticket', [{ type, data }], options)
  if (!success) throw new Error(`ticket ${id} had moved on`)
}
