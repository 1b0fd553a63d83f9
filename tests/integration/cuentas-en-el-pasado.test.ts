import { createClient } from '@libsql/client'
import { countTicketsAsOfQuery, LOOKED_AT } from '@projections/tickets_versiones/counts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

/** Versions of tickets of their own, a minute apart: those up to `hasta` ended before noon of the next day. */
async function putVersions(estado: string, count: number, ended: number): Promise<void> {
  const client = createClient({ url: system.url })
  await client.batch(
    [
      {
        sql: `WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?)
          INSERT INTO tickets_versiones (ticket_id, version, desde, hasta, version_cliente, desde_cliente, titulo, usuario_id,
            estado, prioridad, fecha_creacion)
          SELECT n, 1, d, iif(n <= ?, d, '9999-12-31T23:59:59.999Z'), 1, d, 'Caso', 1, ?, 'media', d
          FROM (SELECT n, strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + n * 60, 'unixepoch') AS d FROM n)`,
        args: [count, ended, estado],
      },
    ],
    'write',
  )
  client.close()
}

const STAFF = { id: 1, rol: 'operador' } as const
const countAt = (momento: string) => countTicketsAsOfQuery(system.runtime.db.as('api_server'), STAFF, momento)
const END = '2027-01-01T00:00:00.000Z'

// Mutants seen to fail: `incompletas` of states that were seen whole; the versions that began first looked at first.
test('what stands is found among the last of many that ended, and it is said where not all were looked at', async () => {
  await putVersions('resuelto', LOOKED_AT + 10, LOOKED_AT + 3)
  expect(await countAt(END)).toMatchObject({ cuentas: { resuelto: 7 }, incompletas: ['resuelto'] })
})

test('a state that was seen whole is said to be so', async () => {
  await putVersions('resuelto', LOOKED_AT, LOOKED_AT - 4)
  expect(await countAt(END)).toMatchObject({ cuentas: { resuelto: 4 }, incompletas: [] })
  expect(await countAt('2026-01-01T00:00:30.000Z')).toMatchObject({
    cuentas: { resuelto: 0 },
    incompletas: [],
  })
})
