import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient, type Value } from '@libsql/client'

/** A service as it is often written, without log or guards, on a temp file: two processes' connections to it. */
export interface Crud {
  readonly ana: Client
  readonly blas: Client
  /** The first column of the first row. */
  readonly one: (client: Pick<Client, 'execute'>, sql: string) => Promise<Value | undefined>
  close(): Promise<void>
}

const SCHEMA = `PRAGMA journal_mode = WAL;
  CREATE TABLE ticket (id INTEGER PRIMARY KEY, estado TEXT, texto TEXT, version INTEGER DEFAULT 1);
  CREATE TABLE comentario (ticket INTEGER, texto TEXT);
  CREATE TABLE admin (nombre TEXT, activo INTEGER);
  INSERT INTO ticket (id, estado, texto) VALUES (1, 'abierto', 'No imprime.');
  INSERT INTO admin VALUES ('ana', 1), ('blas', 1);`

/** Opens the two connections on a database of their own; `close` removes it. */
export async function openCrud(): Promise<Crud> {
  const folder = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'bitacora-crud-'))
  const url = `file:${join(folder, 'crud.db')}`
  const [ana, blas] = [createClient({ url }), createClient({ url })]
  await ana.executeMultiple(SCHEMA)
  return {
    ana,
    blas,
    one: async (client, sql) => (await client.execute(sql)).rows[0]?.[0],
    async close() {
      ana.close()
      blas.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
