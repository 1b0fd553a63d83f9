import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endSessions, listOpenSessions, sessionIdOf } from '@/auth/open-sessions'
import { findSession, openSession } from '@/auth/session'
import type { Connection } from '@/db/client'
import type { Actor } from '@/domain/actor'
import { createRuntime, type Runtime } from '@/runtime'
import { openTestSystem, type TestSystem } from '../../support/system'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let elsewhere: Runtime
let auth: Connection
let admin: Person
let ana: Person
beforeEach(async () => {
  system = await openTestSystem()
  elsewhere = await createRuntime(system.config)
  auth = system.runtime.db.as('auth')
  admin = await system.person('admin')
  ana = await system.person('cliente', 'Ana')
})
afterEach(async () => {
  await elsewhere.close()
  await system.close()
})

const open = (who: Person, agente = 'prueba', now = Date.now()) =>
  openSession(auth, who.id, { agente, direccion: '10.0.0.1' }, now)
/** As another process sees it. */
const inside = async (token: string) =>
  (await findSession(elsewhere.db.as('auth'), token, Date.now())) !== null
const later = async () => await new Promise((resolve) => setTimeout(resolve, 3))

async function end(actor: Person, alcance: 'una' | 'otras' | 'todas', token: string | null) {
  const datos = { alcance, sesion: token === null ? null : sessionIdOf(token) }
  const comando = { tipo: 'revocar_sesiones', cuentaId: ana.id, ...datos } as const
  const result = await system.dispatch(actor, comando)
  if (result.estado === 'aceptado')
    await endSessions(auth, ana.id, datos, { own: token ?? '', now: Date.now() })
  return result
}

describe('open sessions', () => {
  test('are listed by the last use, under names that let nobody in', async () => {
    const now = Date.now()
    const [old, fresh] = [await open(ana, 'viejo', now), await open(ana, 'nuevo', now + 1000)]
    const listed = await listOpenSessions(auth, ana, ana.id, now + 2000)
    expect(listed.map(({ id, agente }) => [id, agente])).toEqual([
      [sessionIdOf(fresh), 'nuevo'],
      [sessionIdOf(old), 'viejo'],
    ])
    for (const { id } of listed) expect(await findSession(auth, id, now)).toBeNull()
    expect(JSON.stringify(listed)).not.toContain(fresh)
  })

  // Mutant seen to fail: listOpenSessions without asking who looks.
  test('are shown to their account and to admins, and to nobody else', async () => {
    await open(ana)
    const seen = async (viewer: Person) => (await listOpenSessions(auth, viewer, ana.id, Date.now())).length
    expect([await seen(ana), await seen(admin)]).toEqual([1, 1])
    for (const rol of ['cliente', 'operador', 'auditor'] as const)
      expect(await seen(await system.person(rol))).toBe(0)
  })
})

describe('ending', () => {
  test('one session ends it at once in another process, and no other', async () => {
    const [mine, other] = [await open(ana), await open(ana)]
    expect(await end(admin, 'una', other)).toMatchObject({ estado: 'aceptado' })
    expect([await inside(mine), await inside(other)]).toEqual([true, false])
  })

  test('the others leaves the one that was named', async () => {
    const tokens = [await open(ana), await open(ana), await open(ana)]
    await end(ana, 'otras', tokens[1] ?? '')
    expect(await Promise.all(tokens.map(inside))).toEqual([false, true, false])
  })

  // Mutant seen to fail: the one that stays looked for among those that are listed.
  test('the others leaves the one that asks, however many were used since', async () => {
    const now = Date.now()
    const mine = await open(ana, 'mía', now)
    const others: string[] = []
    for (let n = 0; n < 101; n++) others.push(await open(ana, 'otra', now + 1000))
    await end(ana, 'otras', mine)
    expect([await inside(mine), await inside(others[0] ?? ''), await inside(others[100] ?? '')]).toEqual([
      true,
      false,
      false,
    ])
  })

  // Mutant seen to fail: fechaAcceso that no end of all sessions moves.
  test('all of them ends them with the event itself, before anybody drops a row', async () => {
    const tokens = [await open(ana), await open(ana)]
    await later()
    const comando = { tipo: 'revocar_sesiones', cuentaId: ana.id, alcance: 'todas', sesion: null } as const
    await system.dispatch(admin, comando)
    expect(await Promise.all(tokens.map(inside))).toEqual([false, false])
    expect(await inside(await open(ana))).toBe(true)
  })

  test('somebody else’s is refused to all but admins, and ends nothing', async () => {
    const token = await open(ana)
    for (const rol of ['cliente', 'operador', 'auditor'] as const) {
      const result = await end(await system.person(rol), 'una', token)
      expect(result).toMatchObject({ estado: 'rechazado', rechazo: { codigo: 'SIN_PERMISO' } })
    }
    expect(await inside(token)).toBe(true)
  })

  // Mutant seen to fail: the others ended whoever’s the one is that stays.
  test('by the name of another account’s session ends nothing', async () => {
    const [theirs, hers] = [await open(admin), await open(ana)]
    await end(admin, 'una', theirs)
    await end(admin, 'otras', theirs)
    expect([await inside(theirs), await inside(hers)]).toEqual([true, true])
  })
})

// Mutant seen to fail: `desactivacion` left out of what moves fechaAcceso.
test('a deactivation ends sessions for good: letting the account in again brings none back', async () => {
  const token = await open(ana)
  await later()
  await system.dispatch(admin, { tipo: 'desactivar_cuenta', cuentaId: ana.id })
  expect(await inside(token)).toBe(false)
  await system.dispatch(admin, { tipo: 'reactivar_cuenta', cuentaId: ana.id })
  expect(await inside(token)).toBe(false)
})
