import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findLink, LINK_LIFETIME, liveLinkUntil, makeLink, revokeLink, sweepLinks } from '@/auth/access-links'
import { takeTokenAttempt } from '@/auth/attempts'
import { login } from '@/auth/login'
import { hashPassword } from '@/auth/password'
import { redeemLink } from '@/auth/redeem-link'
import { findSession, openSession } from '@/auth/session'
import type { Connection } from '@/db/client'
import type { Actor } from '@/domain/actor'
import { createRuntime, type Runtime } from '@/runtime'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../../support/system'

type Person = Extract<Actor, { tipo: 'persona' }>
const CLAVE = 'una clave bastante larga'
const ORIGEN = { agente: 'prueba', direccion: '10.0.0.1' }

let system: TestSystem
let auth: Connection
let ana: Person
let hash: string
beforeEach(async () => {
  system = await openTestSystem()
  auth = system.runtime.db.as('auth')
  ana = await system.person('cliente', 'Ana')
  hash = await hashPassword(CLAVE)
})
afterEach(async () => await system.close())

async function link(now = Date.now()): Promise<string> {
  const { newId } = system.runtime
  const made = await makeLink(auth, ana.id, { correlacionId: newId(), comandoId: newId() }, now)
  if (made === null) throw new Error('no link')
  return made.token
}

const redeem = (token: string, { db, bus }: Runtime = system.runtime, now = Date.now()) =>
  redeemLink({ auth: db.as('auth'), dispatch: bus.dispatch.bind(bus) }, token, hash, now)

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const raw = createClient({ url: `file:${system.file}` })
  const { rows: found } = await raw.execute(sql)
  raw.close()
  return found.map((row) => ({ ...row }))
}
const passwordEvents = async () =>
  await rows(`SELECT usuario_id, correlacion_id FROM interacciones
    WHERE cuenta_id = ${ana.id} AND tipo = 'cambio_contrasena'`)

describe('a link', () => {
  test('sets the password once, in the account’s own name and in the chain of what made it', async () => {
    const correlacionId = system.runtime.newId()
    const ids = { correlacionId, comandoId: system.runtime.newId() }
    const made = await makeLink(auth, ana.id, ids, Date.now())
    const before = await openSession(auth, ana.id, ORIGEN, Date.now() - 1)
    expect(await redeem(made?.token ?? '')).toMatchObject({ cuentaId: ana.id, nombre: 'Ana', idioma: 'es' })
    expect(await redeem(made?.token ?? '')).toBeNull()
    expect(await passwordEvents()).toEqual([{ usuario_id: ana.id, correlacion_id: correlacionId }])
    expect(await findSession(auth, before, Date.now())).toBeNull()
    const email = (await rows(`SELECT email FROM usuarios WHERE id = ${ana.id}`))[0]?.email
    const options = { now: Date.now(), permiteDemo: true }
    const entered = await login(auth, { email: String(email), contrasena: CLAVE }, ORIGEN, options)
    expect(entered.ok).toBe(true)
  })

  // Mutant seen to fail: a use that brings a command id of its own, and none that the link holds.
  test('that is used twice at the same moment, here and by two processes, sets one password', async () => {
    const other = await createRuntime(system.config)
    try {
      for (const second of [system.runtime, other]) {
        const token = await link()
        const before = (await passwordEvents()).length
        const uses = await Promise.all([redeem(token), redeem(token, second), redeem(token, second)])
        expect(uses.filter((use) => use !== null)).toHaveLength(1)
        expect((await passwordEvents()).length - before).toBe(1)
      }
    } finally {
      await other.close()
    }
  })

  // Mutant seen to fail: FIND without `fecha_expiracion > :ahora`.
  test('is good for 48 hours, and then swept away', async () => {
    const now = Date.now()
    const token = await link(now)
    expect(await findLink(auth, token, now + LINK_LIFETIME - 1)).not.toBeNull()
    expect(await findLink(auth, token, now + LINK_LIFETIME)).toBeNull()
    expect(await liveLinkUntil(auth, ana.id, now)).toBe(new Date(now + 48 * 3_600_000).toISOString())
    expect(await sweepLinks(auth, now + LINK_LIFETIME - 1)).toBe(0)
    expect(await sweepLinks(auth, now + LINK_LIFETIME)).toBe(1)
    expect(await rows('SELECT * FROM enlaces_acceso')).toEqual([])
  })

  test('gives way to a new one, and to being taken back', async () => {
    const [first, second] = [await link(), await link()]
    expect(await findLink(auth, first, Date.now())).toBeNull()
    expect(await findLink(auth, second, Date.now())).not.toBeNull()
    expect(await rows('SELECT count(*) AS n FROM enlaces_acceso')).toEqual([{ n: 1 }])
    await revokeLink(auth, ana.id)
    expect(await redeem(second)).toBeNull()
    expect(await liveLinkUntil(auth, ana.id, Date.now())).toBeNull()
  })

  // Mutants seen to fail: FIND without `fecha_acceso`, or without the address.
  test('is void after a deactivation for good, after another password, and after its address was corrected', async () => {
    const { id: cuentaId } = ana
    const good = async (token: string) => (await findLink(auth, token, Date.now())) !== null
    const moment = async () => await new Promise((resolve) => setTimeout(resolve, 3))
    const token = await link()
    await moment()
    await system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId })
    expect([await good(token), await redeem(token)]).toEqual([false, null])
    const { newId } = system.runtime
    const ids = { correlacionId: newId(), comandoId: newId() }
    expect(await makeLink(auth, cuentaId, ids, Date.now())).toBeNull()
    await system.dispatch(ADMIN_SERVICE, { tipo: 'reactivar_cuenta', cuentaId })
    expect(await good(token)).toBe(false)
    const again = await link()
    await moment()
    await system.dispatch(ADMIN_SERVICE, { tipo: 'cambiar_contrasena', cuentaId }, { passwordHash: hash })
    expect(await good(again)).toBe(false)
    const mailed = await link()
    const email = 'corregida@prueba.test'
    await system.dispatch(ADMIN_SERVICE, { tipo: 'editar_cuenta', cuentaId, email, nombre: 'Ana' })
    expect(await good(mailed)).toBe(false)
  })

  test('is found by no token that has not its form, nor by what is stored of it', async () => {
    await link()
    const stored = (await rows('SELECT huella FROM enlaces_acceso'))[0]?.huella
    for (const token of ['', 'x', "' OR 1=1 --", 'a'.repeat(43), String(stored)])
      expect(await findLink(auth, token, Date.now())).toBeNull()
  })
})

test('no token is in the database, wherever one looks, nor a part of one', async () => {
  const token = await link()
  const tables = await rows(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'",
  )
  const all = await Promise.all(tables.map(({ name }) => rows(`SELECT * FROM "${String(name)}"`)))
  const text = JSON.stringify(all)
  expect(text).toContain(String(ana.id))
  expect(text).not.toContain(token.slice(0, 12))
})

// Mutant seen to fail: wrong links counted under the cron's key.
test('wrong tokens are counted by address, apart from the cron’s', async () => {
  const now = Date.now()
  for (let n = 0; n < 20; n++) expect(await takeTokenAttempt(auth, '10.9.9.9', now, 'enlace')).toBeNull()
  expect(await takeTokenAttempt(auth, '10.9.9.9', now, 'enlace')).toBe(now + 900_000)
  expect(await takeTokenAttempt(auth, '10.9.9.9', now)).toBeNull()
  expect(await takeTokenAttempt(auth, '10.9.9.8', now, 'enlace')).toBeNull()
})
