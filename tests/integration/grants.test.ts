import { type Client, createClient } from '@libsql/client'
import { SHADOW_TABLES } from '@projections/engine/shadow-tables'
import { CATCH_UP } from '@projections/registry'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { checkPermission, type Privilege, SERVICE_ROLES } from '@/auth/permissions'
import { defineQuery, registeredStatements, type Statement, StatementDenied } from '@/db/queries'
import { listSources } from '../support/source'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let raw: Client
let tables: Map<number, string>

const Page = z.object({ rootpage: z.number(), tbl_name: z.string() })
const Opcode = z.object({ addr: z.number(), opcode: z.string(), p1: z.number(), p2: z.number() })

beforeAll(async () => {
  const owners = listSources(/^(src|projections)\/.*\.ts$/).filter(({ text }) =>
    /\bdefine\w+(<\w+>)?\(/.test(text),
  )
  for (const { path } of owners) await import(/* @vite-ignore */ `../../${path}`)
  system = await openTestSystem()
  raw = createClient({ url: system.url })
  // A rebuild's statements run on a scratch database that has these beside the catch-up projections' own.
  for (const table of SHADOW_TABLES) await raw.execute(table)
  const { rows } = await raw.execute('SELECT rootpage, tbl_name FROM sqlite_schema WHERE rootpage > 0')
  tables = new Map(rows.map((row) => Page.parse(row)).map(({ rootpage, tbl_name }) => [rootpage, tbl_name]))
})
afterAll(async () => {
  raw.close()
  await system.close()
})

// PRAGMA, json_each and sqlite_sequence belong to the engine, not to anybody's data.
const ENGINE = /^sqlite_/

/** What a statement touches, from its bytecode: every table that it opens, to read or to write. */
async function touched(statement: Statement): Promise<{ table: string; privilege: Privilege }[]> {
  const { rows } = await raw.execute({ sql: `EXPLAIN ${statement.sql}`, args: [] })
  const verb =
    /^\s*(?:with\b.*?\)\s+)?(insert|update|delete)\b/is.exec(statement.sql)?.[1]?.toLowerCase() ?? 'select'
  // A virtual table opens its own tables behind its back: the statement names it.
  const opensVirtual = rows.some((row) => Opcode.parse(row).opcode === 'VOpen')
  const virtual = opensVirtual ? (statement.sql.match(/\bbusqueda(_cuentas|_palabras)?\b/g) ?? []) : []
  // From FkIfZero to its jump the engine itself looks for children of a new parent: no privilege of the statement's.
  let engineUntil = 0
  const opened = rows.flatMap((row) => {
    const { addr, opcode, p1, p2 } = Opcode.parse(row)
    if (opcode === 'FkIfZero') engineUntil = p2
    // A DELETE of all rows opens nothing: it clears the table's pages, which it names first.
    if (addr < engineUntil || !['OpenRead', 'OpenWrite', 'Clear'].includes(opcode)) return []
    const table = tables.get(opcode === 'Clear' ? p1 : p2)
    if (!table || ENGINE.test(table)) return []
    return [{ table, privilege: (opcode === 'OpenRead' ? 'select' : verb) as Privilege }]
  })
  const named = [...new Set(virtual)].map((table) => ({ table, privilege: verb as Privilege }))
  return [...opened, ...named]
}

describe('every registered statement', () => {
  test('touches only what the grants of its roles allow', async () => {
    const statements = registeredStatements()
    expect(statements.length).toBeGreaterThan(100)
    const violations: string[] = []
    const empty: string[] = []
    for (const statement of statements) {
      const used = await touched(statement)
      if (used.length === 0) empty.push(statement.name)
      for (const role of statement.roles) {
        for (const { table, privilege } of used) {
          // An upsert opens its table to write for both halves; the insert half is what its verb names.
          if (!checkPermission(role, `${table}.${privilege}`))
            violations.push(`${role}: ${statement.name} needs ${table}.${privilege}`)
        }
      }
    }
    expect(violations).toEqual([])
    // The health check needs none: whatever else opens none was read wrongly.
    expect(empty).toEqual(['salud.base'])
  })

  test('never updates or deletes the log, whatever a role was granted', async () => {
    const offenders = registeredStatements().filter(({ sql }) =>
      /\b(update|delete\s+from|replace\s+into)\s+interacciones/i.test(sql),
    )
    expect(offenders.map(({ name }) => name)).toEqual([])
  })
})

/** The tables that hold what is no mutation of the business; whoever adds one says so here. */
const OPERATIONAL = [
  // How the thresholds' alerts stand: the service's own state, told by tasks.
  'alertas',
  // What somebody writes and has not sent: their own, and nobody's history.
  'borradores',
  'checkpoints',
  // An access link is as transient as a session; that one was made, and used, the log says.
  'enlaces_acceso',
  'filtros_guardados',
  'intentos_acceso',
  // What the service measures of itself.
  'metricas_historia',
  'metricas_procesos',
  'metricas_tamanos',
  // Runs of backups and maintenance: that one was, the log says too.
  'mantenimientos',
  'notificaciones',
  'sesiones',
  'tareas',
  // A token's hash and last use; that one was made or revoked, the log says.
  'tokens_api',
  // What each of the staff has seen of a ticket: looking changes nothing, so it is in no event.
  'vistos',
  // The address that something is sent to, and what became of it; who made and managed it, the log says.
  'webhooks',
  'webhooks_entregas',
]
/** The tree over the log and its seals: written by the sealer alone, whoever else administers. */
const SEALS = ['sellos', 'sellos_claves', 'sellos_mosaicos']
/** The projections that follow the log: written by the projector alone, and by a rebuild. */
const CATCH_UP_TABLES = CATCH_UP.flatMap(({ tables }) => tables.map(({ table }) => table)).sort()
/** A rebuild's own tables, in a scratch database. */
const SCRATCH = ['shadow_flujos', 'shadow_posiciones', 'shadow_tickets', 'shadow_usuarios']
/** What mends a row that is not what the log adds up to; an admin's alone. */
const REPAIR = /^(reparar\.(tickets|usuarios)\.|replay\.copiar$)/
/** The statements of the log's own transaction: the only ones that write anything else. */
const LOG_TRANSACTION = [
  'interacciones.append',
  'tickets.insert',
  'tickets.update',
  'usuarios.insert',
  'usuarios.update',
]

test('outside the log’s own transaction only the closed lists of tables are written, each by its roles', async () => {
  const inside: string[] = []
  const outside = new Map<string, string[]>()
  for (const statement of registeredStatements()) {
    const written = (await touched(statement)).filter(({ privilege }) => privilege !== 'select')
    const roles = statement.roles.join(' ')
    for (const { table } of written) {
      if (['interacciones', 'tickets', 'usuarios'].includes(table)) {
        if (REPAIR.test(statement.name))
          expect({ name: statement.name, roles }).toMatchObject({ roles: 'admin' })
        else inside.push(statement.name)
      } else outside.set(table, [...(outside.get(table) ?? []), ...statement.roles])
    }
  }
  expect([...new Set(inside)].sort()).toEqual(LOG_TRANSACTION)
  expect([...outside.keys()].sort()).toEqual(
    [...OPERATIONAL, ...SEALS, ...CATCH_UP_TABLES, ...SCRATCH].sort(),
  )
  for (const table of SEALS) expect([...new Set(outside.get(table))], table).toEqual(['sealer'])
  for (const table of CATCH_UP_TABLES)
    expect([...new Set(outside.get(table))].sort(), table).toEqual(['admin', 'projector'])
  for (const table of SCRATCH) expect([...new Set(outside.get(table))], table).toEqual(['admin'])
})

describe('a connection', () => {
  test('runs no statement that is not registered', async () => {
    const query = defineQuery({
      name: 'prueba.ok',
      roles: ['api_server'],
      sql: 'SELECT 1 AS n',
      row: z.object({ n: z.number() }),
    })
    const db = system.runtime.db.as('api_server')
    expect(await db.first(query)).toEqual({ n: 1 })
    await expect(db.all({ ...query, sql: 'SELECT 2 AS n' })).rejects.toThrow(StatementDenied)
    await expect(db.all({ ...query, name: 'prueba.otra' })).rejects.toThrow(StatementDenied)
  })

  test('runs nothing that another role was given', async () => {
    const query = defineQuery({
      name: 'prueba.auth',
      roles: ['auth'],
      sql: 'SELECT 1 AS n',
      row: z.object({ n: z.number() }),
    })
    await expect(system.runtime.db.as('batch_worker').all(query)).rejects.toThrow(
      'batch_worker may not run prueba.auth',
    )
  })

  test('that reads can’t write, even by a statement registered as a read', async () => {
    const query = defineQuery({
      name: 'prueba.mal',
      roles: ['admin'],
      sql: 'DELETE FROM sesiones',
      row: z.object({}),
    })
    await expect(system.runtime.db.as('admin').all(query)).rejects.toThrow(/readonly/)
  })
})

test('the grants are the ones that were asked for', () => {
  expect(SERVICE_ROLES.batch_worker.concesiones).toEqual([
    'tickets.select',
    'tickets.update',
    'interacciones.select',
    'procedures.execute',
  ])
  expect(SERVICE_ROLES.admin.concesiones).toEqual(['*'])
  for (const table of ['usuarios', 'tickets', 'interacciones']) {
    for (const privilege of ['select', 'insert', 'update'] as const)
      expect(checkPermission('api_server', `${table}.${privilege}`)).toBe(true)
    expect(checkPermission('api_server', `${table}.delete`)).toBe(false)
    expect(checkPermission('batch_worker', `${table}.insert`)).toBe(false)
  }
  expect(checkPermission('batch_worker', 'procedures.execute')).toBe(true)
  expect(checkPermission('projector', 'procedures.execute')).toBe(false)
  expect(Object.values(SERVICE_ROLES).every(({ descripcion }) => descripcion.length > 10)).toBe(true)
})
