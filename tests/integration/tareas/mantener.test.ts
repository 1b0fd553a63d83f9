import { type Client, createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { takeAttempt } from '@/auth/attempts'
import { openSession } from '@/auth/session'
import { openTestSystem, type TestSystem } from '../../support/system'
import { DAY, openWork, round } from '../../support/worker'

const NOW = Date.parse('2026-11-24T12:00:00.000Z')
const iso = (daysAgo: number) => new Date(NOW - daysAgo * DAY).toISOString()

let system: TestSystem
let client: Client
beforeEach(async () => {
  system = await openTestSystem()
  client = createClient({ url: `file:${system.file}` })
})
afterEach(async () => {
  client.close()
  await system.close()
})

async function count(table: string, where = '1'): Promise<number> {
  const { rows } = await client.execute(`SELECT count(*) AS n FROM ${table} WHERE ${where}`)
  return z.object({ n: z.number() }).parse(rows[0]).n
}

/** Rows that differ in their number alone, ended or read so many days ago. */
async function fill(sql: string, many: number, ...args: (string | null)[]): Promise<void> {
  const numbers = JSON.stringify(Array.from({ length: many }, (_, n) => n))
  await client.batch([{ sql, args: [numbers, ...args] }], 'write')
}
const TASKS = `INSERT INTO tareas (id, tipo, v, datos, prioridad, estado, vence, fecha_creacion, fecha_fin)
  SELECT ?2 || ':' || ?3 || ':' || value, 'notificar', 1, '{}', 1, ?2, ?3, ?3, ?3 FROM json_each(?1)`
const TOLD = `INSERT INTO notificaciones (usuario_id, evento_id, ticket_id, tipo, posicion, es_interno, fecha, leida)
  SELECT 1, substr('00000000000000000000000000' || ?2 || value, -26), 1, 'cierre', value + 1, 0, ?3, ?4 FROM json_each(?1)`

async function maintain(): Promise<void> {
  const work = openWork(system, { ahead: NOW - Date.now() })
  const { tareas } = await round(work)
  expect(tareas).toMatchObject({ hechas: 3, aparcadas: 0, reintentadas: 0 })
}

// Mutants seen to fail: a single batch; unread ones swept as well; sessions or attempts left out.
test('what is over goes after its time, however much there is; what waits for somebody stays', async () => {
  await fill(TASKS, 1200, 'hecha', iso(31))
  await fill(TASKS, 3, 'descartada', iso(31))
  await fill(TASKS, 4, 'aparcada', iso(400))
  await fill(TASKS, 5, 'hecha', iso(29))
  await fill(TOLD, 1200, 'A', iso(120), iso(91))
  await fill(TOLD, 6, 'B', iso(120), iso(89))
  await fill(TOLD, 7, 'C', iso(400), null)
  const person = await system.person('cliente')
  const auth = system.runtime.db.as('auth')
  const origin = { agente: 'x', direccion: '192.0.2.1' }
  // The last first: each of these sweeps a little by itself.
  await openSession(auth, person.id, origin, NOW)
  await openSession(auth, person.id, origin, NOW - 8 * DAY)
  await takeAttempt(auth, 'b@prueba.test', '192.0.2.2', NOW - 60_000)
  await takeAttempt(auth, 'a@prueba.test', '192.0.2.1', NOW - DAY)
  expect([await count('sesiones'), await count('intentos_acceso')]).toEqual([2, 6])
  await maintain()
  expect(await count('tareas', `fecha_fin < '${iso(30)}' AND estado <> 'aparcada'`)).toBe(0)
  expect(await count('tareas', "estado = 'aparcada'")).toBe(4)
  expect(await count('tareas', `id LIKE 'hecha:${iso(29)}:%'`)).toBe(5)
  expect(await count('notificaciones')).toBe(13)
  expect(await count('sesiones')).toBe(1)
  expect(await count('intentos_acceso')).toBe(3)
})
