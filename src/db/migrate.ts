import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@libsql/client'
import { z } from 'zod'
import { type DatabaseOptions, pause } from './client'
import { isBusy } from './errors'

const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url))
const SEED = fileURLToPath(new URL('../../db/seed.sql', import.meta.url))

export interface Migration {
  readonly numero: number
  readonly nombre: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly suma: string
  readonly sql: string
}

/** A migration that was applied is not the one that is in the folder: nothing is migrated until that is settled. */
export class MigrationMismatch extends Error {
  override readonly name = 'MigrationMismatch'
}

/** The migrations of a folder in order. @throws when their numbers are not 1..n */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{3}_\w+\.sql$/.test(name)).sort()
  return await Promise.all(
    names.map(async (nombre, index) => {
      const numero = Number(nombre.slice(0, 3))
      if (numero !== index + 1) throw new MigrationMismatch(`${nombre}: expected number ${index + 1}`)
      const sql = await readFile(join(folder, nombre), 'utf8')
      return { numero, nombre, suma: createHash('sha256').update(sql).digest('hex'), sql }
    }),
  )
}

const Applied = z.object({ numero: z.number(), nombre: z.string(), suma: z.string() })
const SELECT_APPLIED = 'SELECT numero, nombre, suma FROM migraciones ORDER BY numero'
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS migraciones (
  numero INTEGER PRIMARY KEY,
  nombre TEXT NOT NULL,
  suma TEXT NOT NULL CHECK (length(suma) = 64),
  fecha DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
)`

export interface MigrationStatus {
  readonly aplicadas: readonly Migration[]
  readonly pendientes: readonly Migration[]
}

/**
 * What is applied and what is not.
 * @throws MigrationMismatch when an applied migration was edited or removed
 */
export async function migrationStatus(options: DatabaseOptions, folder?: string): Promise<MigrationStatus> {
  return await withClient(options, async (client) => status(client, await readMigrations(folder)))
}

/**
 * Applies what is pending, each migration in one transaction of its own; two processes may run it at once.
 * @returns the migrations that this call applied
 * @throws MigrationMismatch when an applied migration was edited or removed
 */
export async function migrate(options: DatabaseOptions, folder?: string): Promise<readonly Migration[]> {
  const migrations = await readMigrations(folder)
  return await withClient(options, async (client) => {
    await waiting(() => client.batch([CREATE_TABLE], 'write'))
    const applied: Migration[] = []
    for (const migration of (await status(client, migrations)).pendientes) {
      if (await apply(client, migration)) applied.push(migration)
    }
    return applied
  })
}

/**
 * Fills an empty database with the demo accounts and tickets of db/seed.sql.
 * @returns false, and nothing is written, when there is any account or ticket beside the system's
 */
export async function seed(options: DatabaseOptions, file = SEED): Promise<boolean> {
  const sql = await readFile(file, 'utf8')
  return await withClient(options, async (client) => {
    if (await isFilled(client)) return false
    try {
      await waiting(() => client.executeMultiple(`BEGIN IMMEDIATE;\n${sql}\nCOMMIT;`))
      return true
    } catch (error) {
      // Another process was first: its rows stand in the way of these, and nothing of these was kept.
      if (await isFilled(client)) return false
      throw error
    }
  })
}

async function isFilled(client: Client): Promise<boolean> {
  const { rows } = await client.execute(
    'SELECT (SELECT count(*) FROM usuarios) + (SELECT count(*) FROM tickets) AS n',
  )
  return z.object({ n: z.number() }).parse(rows[0]).n > 1
}

async function status(client: Client, migrations: readonly Migration[]): Promise<MigrationStatus> {
  const applied = await readApplied(client)
  for (const { numero, nombre, suma } of applied) {
    const file = migrations[numero - 1]
    if (file?.suma !== suma)
      throw new MigrationMismatch(`${nombre} was applied, but is not what the folder holds now`)
  }
  return { aplicadas: migrations.slice(0, applied.length), pendientes: migrations.slice(applied.length) }
}

// Asking what is applied writes nothing, not even the table that it is noted in.
async function readApplied(client: Client): Promise<z.infer<typeof Applied>[]> {
  const table = await client.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migraciones'")
  if (table.rows.length === 0) return []
  return (await client.execute(SELECT_APPLIED)).rows.map((row) => Applied.parse(row))
}

/** @returns false when another process applied it in the meantime */
async function apply(client: Client, { numero, nombre, suma, sql }: Migration): Promise<boolean> {
  // The first statement takes the number: of two processes one meets the primary key and rolls back.
  const record = `INSERT INTO migraciones (numero, nombre, suma) VALUES (${numero}, '${nombre}', '${suma}');`
  try {
    await waiting(() => client.executeMultiple(`BEGIN IMMEDIATE;\n${record}\n${sql}\nCOMMIT;`))
    return true
  } catch (error) {
    const rows = await readApplied(client)
    if (rows.some((row) => row.numero === numero && row.suma === suma)) return false
    throw error
  }
}

async function waiting<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error) || attempt > 100) throw error
      await pause(attempt)
    }
  }
}

async function withClient<T>(
  { url, authToken }: DatabaseOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  if (url.startsWith('file:')) await mkdir(dirname(url.slice('file:'.length)), { recursive: true })
  const client = createClient({ url, intMode: 'number', ...(authToken === undefined ? {} : { authToken }) })
  try {
    if (url.startsWith('file:')) await waiting(() => client.execute('PRAGMA journal_mode = WAL'))
    return await work(client)
  } finally {
    client.close()
  }
}
