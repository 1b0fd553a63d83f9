import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findToken, listTokens, revokeToken } from '@/auth/tokens'
import { type ApiSystem, openApiSystem } from '../support/api/system'
import { catchUp } from '../support/follow'
import { ADMIN_SERVICE } from '../support/system'

let system: ApiSystem
beforeEach(async () => {
  system = await openApiSystem()
})
afterEach(() => system.close())

const own = (token: string | null, headers = {}) => system.call('GET', '/api/cuentas/yo', { token, headers })
const open = { titulo: 'No imprime', descripcion: 'Nada de nada' }

describe('a token', () => {
  it('lets its person in with its scopes, and shows when it was last used and from where', async () => {
    const who = await system.person('operador')
    const token = await system.token(who, ['read'])
    const answer = await own(token)
    expect(await answer.json()).toMatchObject({ id: who.id, via: 'token', alcances: ['read'] })
    const [listed] = await listTokens(system.runtime.db.as('auth'), who, who.id)
    expect(listed).toMatchObject({ nombre: 'prueba', direccion: '192.0.2.7' })
    expect(Date.parse(listed?.ultimoUso ?? '')).toBeGreaterThan(Date.now() - 60_000)
  })

  // Mutant seen to fail: no check of the scope in `admit`.
  it('does nothing outside its scopes', async () => {
    const token = await system.token(await system.person('operador'), ['read'])
    const refused = await system.call('POST', '/api/tickets', { token, body: open })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('www-authenticate')).toContain('scope="write"')
    expect(await refused.json()).toMatchObject({
      codigo: 'ALCANCE_INSUFICIENTE',
      hechos: { alcance: 'write' },
    })
  })

  it('is the cause, in the log, of all that it does', async () => {
    const who = await system.person('cliente')
    const token = await system.token(who, ['read', 'write'])
    await system.call('POST', '/api/tickets', { token, body: open })
    const auditor = await system.caller('auditor')
    await system.runtime.runBatch({ ms: 1000, max: 10 })
    const found = await system.call('GET', `/api/auditoria?actor=${who.id}`, { token: auditor.token })
    const Found = z.object({
      eventos: z.array(
        z.object({
          tipo: z.string(),
          eventoId: z.string(),
          causaId: z.string().nullable(),
          contenido: z.unknown(),
        }),
      ),
    })
    const { eventos } = Found.parse(await found.json())
    const [made, did] = [
      eventos.find((one) => one.tipo === 'alta_token'),
      eventos.find((one) => one.tipo === 'creacion'),
    ]
    expect(did?.causaId).toBe(made?.eventoId)
    expect(made?.contenido).toEqual({ nombre: 'prueba' })
  })

  // Mutants seen to fail: FIND without `fecha_revocacion IS NULL`, and without `fecha_acceso`.
  it('is void once it is revoked, out of date, or its account was shut out', async () => {
    const db = system.runtime.db.as('auth')
    const who = await system.person('cliente')
    const [revoked, old, shut] = [
      await system.token(who, ['read']),
      await system.token(who, ['read']),
      await system.token(who, ['read']),
    ]
    const first = await findToken(db, revoked, '', Date.now())
    await revokeToken(db, { cuentaId: who.id, tokenId: first?.tokenId ?? '' }, Date.now())
    expect((await own(revoked)).status).toBe(401)
    expect(await findToken(db, old, '', Date.now() + 2 * 86_400_000)).toBeNull()
    expect((await own(shut)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId: who.id })
    await system.dispatch(ADMIN_SERVICE, { tipo: 'reactivar_cuenta', cuentaId: who.id })
    expect((await own(shut)).status).toBe(401)
  })

  // Mutant seen to fail: an outbox that ends no tokens.
  it('ends by the log alone, where who revoked it died before ending it', async () => {
    const who = await system.person('cliente')
    const [revoked, other] = [await system.token(who, ['read']), await system.token(who, ['read'])]
    const found = await findToken(system.runtime.db.as('auth'), revoked, '', Date.now())
    const tokenId = found?.tokenId ?? ''
    await system.dispatch(who, { tipo: 'revocar_token', cuentaId: who.id, tokenId })
    await catchUp(system)
    expect((await own(revoked)).status).toBe(401)
    expect((await own(other)).status).toBe(200)
  })

  it('is stored as a hash alone', async () => {
    const token = await system.token(await system.person('cliente'), ['read'])
    const { readFile } = await import('node:fs/promises')
    const files = await Promise.all([system.file, `${system.file}-wal`].map((file) => readFile(file)))
    for (const file of files) expect(file.includes(token)).toBe(false)
  })

  it('that is wrong may be tried only so often from one address', async () => {
    const tried: number[] = []
    for (let n = 0; n < 22; n++) tried.push((await own(`bitacora_${'x'.repeat(43)}`)).status)
    expect(tried.filter((status) => status === 401)).toHaveLength(20)
    expect(tried.slice(20)).toEqual([429, 429])
  })

  // Mutant seen to fail: any token admitted.
  it('of metrics opens that door alone', async () => {
    const auditor = await system.person('auditor')
    const token = await system.token(auditor, ['metrics'])
    expect((await system.call('GET', '/api/metrics', { token })).status).toBe(200)
    expect((await system.call('GET', '/api/tickets', { token })).status).toBe(403)
    const other = await system.token(auditor, ['read'])
    expect((await system.call('GET', '/api/metrics', { token: other })).status).toBe(403)
  })
})

describe('a browser session', () => {
  // Mutant seen to fail: an `isOwnSite` that lets a missing Origin pass.
  it('changes something only from a page of this site', async () => {
    const who = await system.person('cliente')
    const cookie = await system.cookie(who)
    const send = async (headers: Record<string, string>) =>
      (
        await system.call('POST', '/api/tickets', {
          headers: { cookie, host: 'x.test', ...headers },
          body: open,
        })
      ).status
    expect(await send({})).toBe(403)
    expect(await send({ origin: 'https://otro.test' })).toBe(403)
    expect(await send({ origin: 'https://x.test', 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await send({ origin: 'null' })).toBe(403)
    expect(await send({ origin: 'https://x.test' })).toBe(201)
    expect((await own(null, { cookie })).status).toBe(200)
  })
})
