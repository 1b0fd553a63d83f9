import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { forgetAttempts, takeAttempt } from '@/auth/attempts'
import { closeSession, closeSessionsOf, findSession, openSession } from '@/auth/session'
import { databaseAnswers } from '@/db/health'
import { migrate, migrationStatus, seed } from '@/db/migrate'
import { CALM, queuedFaults } from '../../support/hrana/faults'
import { AUTH_TOKEN, type HranaFixture, openHrana } from '../../support/hrana/fixture'
import { freshRemoteWorld } from '../../support/suites/remote'

describe('over a remote database', () => {
  const world = freshRemoteWorld()

  test('sessions open, are found, and end', async () => {
    const { system, operador } = world()
    const db = system.runtime.db.as('auth')
    const now = Date.now()
    const origin = { agente: 'navegador', direccion: '::1' }
    const [one, two] = [
      await openSession(db, operador.id, origin, now),
      await openSession(db, operador.id, origin, now),
    ]
    expect(await findSession(db, one, now)).toMatchObject({ id: operador.id, rol: 'operador' })
    await closeSession(db, one)
    expect(await findSession(db, one, now)).toBeNull()
    expect(await findSession(db, two, now + 5 * 60_000)).not.toBeNull()
    await closeSessionsOf(db, operador.id)
    expect(await findSession(db, two, now)).toBeNull()
  })

  test('login attempts are counted, and forgotten', async () => {
    const db = world().system.runtime.db.as('auth')
    const now = Date.now()
    for (let n = 0; n < 5; n++) expect(await takeAttempt(db, 'a@prueba.test', '::1', now)).toBeNull()
    expect(await takeAttempt(db, 'a@prueba.test', '::1', now)).toBeGreaterThan(now)
    await forgetAttempts(db, 'a@prueba.test', '::1')
    expect(await takeAttempt(db, 'a@prueba.test', '::1', now)).toBeNull()
  })

  test('its health is told', async () => {
    const { system, server } = world()
    const db = system.runtime.db.as('api_server')
    expect(await databaseAnswers(db, 60_000)).toBe(true)
    server.inject(() => ({ kind: 'drop-before' }))
    expect(await databaseAnswers(db, 60_000)).toBe(false)
  })
})

describe('migrations over a remote database', () => {
  let hrana: HranaFixture
  beforeEach(async () => {
    hrana = await openHrana()
  })
  afterEach(async () => await hrana.close())
  const options = () => ({ url: hrana.server.url, authToken: AUTH_TOKEN })

  test('are applied once, by two processes at the same time too', async () => {
    const [a, b] = await Promise.all([migrate(options()), migrate(options())])
    const { aplicadas, pendientes } = await migrationStatus(options())
    expect(pendientes).toEqual([])
    expect(new Set([...a, ...b].map(({ numero }) => numero))).toEqual(
      new Set(aplicadas.map(({ numero }) => numero)),
    )
    expect(a.length + b.length).toBe(aplicadas.length)
    expect(await migrate(options())).toEqual([])
    expect([await seed(options()), await seed(options())]).toEqual([true, false])
  })

  test('whose answer got lost are not applied again', async () => {
    for (let lost = 0; lost < 6; lost++) {
      hrana.server.inject(queuedFaults([...Array.from({ length: lost }, () => null), { kind: 'drop-after' }]))
      await migrate(options()).catch(() => null)
    }
    hrana.server.inject(CALM)
    await migrate(options())
    expect((await migrationStatus(options())).pendientes).toEqual([])
  })
})
