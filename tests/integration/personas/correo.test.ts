import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findLink } from '@/auth/access-links'
import type { Actor } from '@/domain/actor'
import { someTicket } from '../../support/follow'
import { type MailServer, startMailServer } from '../../support/smtp'
import { openTestSystem, type TestSystem } from '../../support/system'
import { DAY, work } from '../../support/worker'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let server: MailServer
let admin: Person
let ana: Person
beforeEach(async () => {
  system = await openTestSystem()
  server = await startMailServer()
  admin = await system.person('admin', 'Ada')
  ana = await system.person('cliente', 'Ana')
})
afterEach(async () => {
  await server.close()
  await system.close()
})

const mailing = (ahead = 0) => ({
  ahead,
  config: { correo: { url: server.url, remitente: 'soporte@prueba.test' } },
})
const ask = (accion: 'enviar' | 'anular' = 'enviar') =>
  system.dispatch(admin, { tipo: 'gestionar_enlace', cuentaId: ana.id, accion })
const speak = (a: 'es' | 'en') => system.dispatch(ana, { tipo: 'cambiar_idioma', cuentaId: ana.id, a })
/** The token in the n-th mail that arrived. */
const tokenOf = (n: number) => /\/acceso#([\w-]{43})\n/.exec(server.received[n]?.text ?? '')?.[1] ?? ''
const good = async (token: string, now = Date.now()) =>
  (await findLink(system.runtime.db.as('auth'), token, now)) !== null

async function stored(): Promise<string> {
  const raw = createClient({ url: `file:${system.file}` })
  const tables = ['tareas', 'interacciones', 'enlaces_acceso']
  const all = await Promise.all(tables.map((table) => raw.execute(`SELECT * FROM ${table}`)))
  raw.close()
  return JSON.stringify(all.map(({ rows }) => rows))
}

describe('a link that is mailed', () => {
  test('is good, and its token is in the mail and nowhere else', async () => {
    await ask()
    await work(system, mailing())
    await work(system, mailing())
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.to[0]).toMatch(/^ana\./)
    expect(await good(tokenOf(0))).toBe(true)
    const text = await stored()
    expect(text).toContain('enlace_acceso')
    expect(text).not.toContain(tokenOf(0))
  })

  // Mutant seen to fail: a handler that does not ask what came after.
  test('is not sent once it was taken back, nor to an account that was deactivated meanwhile', async () => {
    await ask()
    await ask('anular')
    await work(system, mailing())
    await ask()
    await system.dispatch(admin, { tipo: 'desactivar_cuenta', cuentaId: ana.id })
    await work(system, mailing())
    expect(server.received).toEqual([])
  })

  test('that could not be sent is another one the next time, and only that is good', async () => {
    server.answers.data = 451
    await ask()
    await work(system, mailing())
    server.answers.data = 0
    await work(system, mailing(DAY))
    expect(server.received).toHaveLength(1)
    expect(await good(tokenOf(0), Date.now() + DAY)).toBe(true)
  })

  test('waits for a process that has a mail server', async () => {
    await ask()
    await work(system)
    expect(server.received).toEqual([])
    await work(system, mailing(DAY))
    expect(server.received).toHaveLength(1)
  })
})

// Mutant seen to fail: composeMail with the words of Spanish for everybody.
test('mails speak the language of who gets them', async () => {
  await speak('en')
  const id = await someTicket(system, ana)
  await system.dispatch(admin, { tipo: 'comentar', ticketId: id, comentario: 'Ya está', interno: false })
  await ask()
  await work(system, mailing())
  const texts = server.received.map(({ text }) => text)
  expect(texts.find((text) => text.includes('Ya está'))).toContain('Ada answered:')
  expect(texts.some((text) => text.includes('Set the password'))).toBe(true)
  await speak('es')
  await ask()
  await work(system, mailing())
  expect(server.received.at(-1)?.text).toContain('Poner la contraseña')
})
