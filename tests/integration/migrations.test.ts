import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MigrationMismatch, migrate, migrationStatus, readMigrations } from '@/db/migrate'

let folder: string
let url: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bitacora-migracion-'))
  url = `file:${join(folder, 'sub', 'prueba.db')}`
  await write('001_uno.sql', 'CREATE TABLE uno (id INTEGER PRIMARY KEY);')
  await write('002_dos.sql', "CREATE TABLE dos (t TEXT); INSERT INTO dos VALUES ('a;b');")
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

const write = async (name: string, sql: string) => await writeFile(join(folder, name), sql)
const run = async () => (await migrate({ url }, folder)).map(({ nombre }) => nombre)
async function tables(): Promise<string[]> {
  const client = createClient({ url })
  const { rows } = await client.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
  client.close()
  return rows.map((row) => JSON.stringify(row.name))
}

test('migrations are applied once, in order, in a folder that is made', async () => {
  expect(await run()).toEqual(['001_uno.sql', '002_dos.sql'])
  expect(await run()).toEqual([])
  await write('003_tres.sql', 'ALTER TABLE uno ADD COLUMN n INTEGER;')
  expect((await migrationStatus({ url }, folder)).pendientes.map(({ nombre }) => nombre)).toEqual([
    '003_tres.sql',
  ])
  expect(await run()).toEqual(['003_tres.sql'])
})

test('an edited or removed migration is refused, and nothing is migrated', async () => {
  await run()
  await write('001_uno.sql', 'CREATE TABLE uno (id INTEGER PRIMARY KEY); -- otra')
  await write('003_tres.sql', 'CREATE TABLE tres (id INTEGER);')
  await expect(run()).rejects.toThrow(MigrationMismatch)
  await expect(run()).rejects.toThrow('001_uno.sql')
  expect(await tables()).not.toContain('"tres"')
})

test('one that fails leaves no half of itself', async () => {
  await write('003_tres.sql', 'CREATE TABLE tres (id INTEGER); CREATE TABLE uno (id INTEGER);')
  await expect(run()).rejects.toThrow(/already exists/)
  expect(await tables()).toEqual(['"dos"', '"migraciones"', '"uno"'])
  await write('003_tres.sql', 'CREATE TABLE tres (id INTEGER);')
  expect(await run()).toEqual(['003_tres.sql'])
})

test('several processes’ migrations at once are one', async () => {
  const results = await Promise.all([run(), run(), run(), run()])
  expect(results.flat().sort()).toEqual(['001_uno.sql', '002_dos.sql'])
})

test('numbers without order are refused before anything is touched', async () => {
  await write('004_cuatro.sql', 'SELECT 1;')
  await expect(readMigrations(folder)).rejects.toThrow('expected number 3')
})
