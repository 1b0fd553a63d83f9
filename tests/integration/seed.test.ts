import { readFile } from 'node:fs/promises'
import { createClient } from '@libsql/client'
import { verifyProjections } from '@projections/engine/verify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { login } from '@/auth/login'
import { seed } from '@/db/migrate'
import { seedSql } from '../../db/seed/sql'
import { openTestSystem, type TestSystem } from '../support/system'

const EMAILS = ['admin', 'operador', 'cliente', 'cliente2', 'auditor'].map(
  (name) => `${name}@demo.bitacora.test`,
)

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
})
afterAll(async () => await system.close())

async function rows(sql: string): Promise<unknown[]> {
  const client = createClient({ url: system.url })
  const result = await client.execute(sql)
  client.close()
  return result.rows.map((row) => ({ ...row }))
}

test('db/seed.sql is what the generator makes of the stories', async () => {
  // Run `pnpm seed:generate` after changing a story.
  expect(await readFile('db/seed.sql', 'utf8')).toBe(seedSql())
})

describe('a seeded database', () => {
  test('holds five accounts of every role, 20 tickets and 100 events of them', async () => {
    expect(
      await rows(`SELECT
        (SELECT count(*) FROM usuarios WHERE id <> 1) AS cuentas,
        (SELECT count(DISTINCT rol) FROM usuarios WHERE id <> 1) AS roles,
        (SELECT count(*) FROM tickets) AS tickets,
        (SELECT count(*) FROM interacciones WHERE ticket_id IS NOT NULL) AS eventos,
        (SELECT count(*) FROM interacciones) AS todos`),
    ).toEqual([{ cuentas: 5, roles: 4, tickets: 20, eventos: 100, todos: 106 }])
  })

  test('is exactly what its events add up to', async () => {
    expect(await verifyProjections(system.runtime.db.as('admin'))).toEqual([])
  })

  // Counted by hand from the stories: the fold that the generator shares with the proof can't agree with itself here.
  test('shows tickets in every state, some of them with nobody', async () => {
    expect(await rows('SELECT estado, count(*) AS n FROM tickets GROUP BY estado ORDER BY estado')).toEqual([
      { estado: 'abierto', n: 6 },
      { estado: 'cerrado', n: 7 },
      { estado: 'en_progreso', n: 5 },
      { estado: 'resuelto', n: 2 },
    ])
    expect(
      await rows(`SELECT titulo, estado, prioridad, categoria, asignado_a, version,
        fecha_cierre = fecha_actualizacion AS cerro FROM tickets WHERE id = 3`),
    ).toEqual([
      {
        titulo: 'La VPN se desconecta cada diez minutos',
        estado: 'cerrado',
        prioridad: 'alta',
        categoria: 'Red',
        asignado_a: 3,
        version: 14,
        cerro: 1,
      },
    ])
    expect(await rows(`SELECT count(*) AS n FROM tickets WHERE asignado_a IS NULL`)).toEqual([{ n: 7 }])
    expect(await rows('SELECT count(*) AS n FROM interacciones WHERE es_interno = 1')).toEqual([{ n: 7 }])
  })

  test('never records backwards, and tells of the last weeks', async () => {
    expect(
      await rows(`SELECT count(*) AS n FROM interacciones a JOIN interacciones b ON b.id = a.id + 1
        WHERE b.fecha_registro < a.fecha_registro`),
    ).toEqual([{ n: 0 }])
    expect(
      await rows(`SELECT count(*) AS n FROM interacciones
        WHERE ticket_id IS NOT NULL AND (fecha_creacion > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
          OR fecha_creacion < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-42 days'))`),
    ).toEqual([{ n: 0 }])
  })

  test.each(EMAILS)('lets %s in with the demo password', async (email) => {
    const origin = { agente: 'test', direccion: '127.0.0.1' }
    const auth = system.runtime.db.as('auth')
    const options = { now: Date.now(), permiteDemo: true }
    const result = await login(auth, { email, contrasena: 'bitacora-demo-2026' }, origin, options)
    expect(result.ok).toBe(true)
  })

  test('takes no second seed', async () => {
    expect(await seed({ url: system.url })).toBe(false)
  })

  test('goes on with new events', async () => {
    const diego = { tipo: 'persona', id: 3, rol: 'operador' } as const
    const comando = { tipo: 'asignar', ticketId: 20, a: 3 } as const
    expect(await system.dispatch(diego, comando)).toMatchObject({ estado: 'aceptado', version: 2 })
    expect(await verifyProjections(system.runtime.db.as('admin'))).toEqual([])
  })
})
