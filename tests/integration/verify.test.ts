import { createClient } from '@libsql/client'
import { compareWithLog, verifyProjections } from '@projections/engine/verify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

/** Does to the projections what no code path does: a proof that agrees with this proves nothing. */
async function tamper(sql: string): Promise<void> {
  const client = createClient({ url: system.url })
  await client.batch([sql], 'write')
  client.close()
}

const verify = () => verifyProjections(system.runtime.db.as('admin'))

async function someTickets(count: number): Promise<void> {
  const cliente = await system.person('cliente')
  for (let n = 1; n <= count; n++) {
    await system.dispatch(cliente, {
      tipo: 'crear_ticket',
      titulo: `Ticket ${n}`,
      descripcion: 'Algo',
      prioridad: 'media',
      categoria: null,
      solicitanteId: null,
    })
  }
  const nota = { tipo: 'comentar', ticketId: 1, comentario: 'Nota', interno: true } as const
  await system.dispatch(ADMIN_SERVICE, nota)
}

test('finds nothing in a fresh database, nor after commands', async () => {
  expect(await verify()).toEqual([])
  await someTickets(3)
  expect(await verify()).toEqual([])
})

test('names the column that is not what the log adds up to', async () => {
  await someTickets(2)
  await tamper("UPDATE tickets SET prioridad = 'alta' WHERE id = 2")
  await tamper("UPDATE usuarios SET nombre = 'Otro' WHERE id = 2")
  expect(await verify()).toEqual([
    { table: 'usuarios', clave: '2', column: 'nombre', folded: 'cliente 1', live: 'Otro' },
    { table: 'tickets', clave: '2', column: 'prioridad', folded: 'media', live: 'alta' },
  ])
})

test('names a row that no event made', async () => {
  await someTickets(1)
  await tamper(`INSERT INTO tickets (titulo, descripcion, usuario_id, version, comando_id)
    VALUES ('Sin historia', '', 2, 1, '00000000000000000000000009')`)
  expect(await verify()).toEqual([{ table: 'tickets', clave: '2', column: 'id', folded: null, live: 2 }])
})

test('names a row that is gone', async () => {
  await someTickets(2)
  const client = createClient({ url: system.url })
  await client.executeMultiple('PRAGMA foreign_keys = OFF; DELETE FROM tickets WHERE id = 1;')
  client.close()
  expect(await verify()).toEqual([{ table: 'tickets', clave: '1', column: 'id', folded: 1, live: null }])
})

test('counts every row of more than a page once, and names the first thousand', async () => {
  await tamper(`INSERT INTO tickets (titulo, descripcion, usuario_id, version, comando_id)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4001)
    SELECT 'Sin historia', '', 1, 1, printf('%026d', i) FROM n`)
  const report = await compareWithLog(system.runtime.db.as('admin'), ['tickets'])
  expect(report.total).toBe(4001)
  expect(new Set(report.differences.map(({ clave }) => clave)).size).toBe(1000)
})
