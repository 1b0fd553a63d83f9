import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApi } from '@/api/openapi'
import { MAX_WEBHOOKS } from '@/auth/webhooks'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'
import { readWholeLog } from '../support/audit'

let system: ApiSystem
let who: Person
beforeEach(async () => {
  system = await openApiSystem()
  who = await system.caller('operador')
})
afterEach(() => system.close())

const body = { url: 'http://127.0.0.1:9/avisos' }
const make = (key = system.runtime.newId()) =>
  system.call('POST', '/api/webhooks', { token: who.token, body, headers: { 'idempotency-key': key } })
const List = z.object({ webhooks: z.array(z.object({ id: z.string() })) })
async function listed(): Promise<string[]> {
  const answer = await system.call('GET', '/api/webhooks', { token: who.token })
  return List.parse(await answer.json()).webhooks.map(({ id }) => id)
}
const kinds = async () =>
  (await readWholeLog(system)).map(({ tipo }) => tipo).filter((tipo) => tipo.endsWith('_webhook'))

describe('how many webhooks an account may have', () => {
  // Mutant seen to fail: `settleWebhook` that does not look at how many there are.
  it('is kept by those that are made at once: one too many is told so, and the log says that it is gone', async () => {
    for (let n = 1; n < MAX_WEBHOOKS; n++) expect((await make()).status).toBe(201)
    const keys = Array.from({ length: 3 }, () => system.runtime.newId())
    const given = await Promise.all(keys.map(async (key) => ({ key, status: (await make(key)).status })))
    const there = await listed()
    expect(there.length).toBeLessThanOrEqual(MAX_WEBHOOKS)
    for (const { key, status } of given) expect(status).toBe(there.includes(key) ? 201 : 409)
    const log = await kinds()
    const made = log.filter((tipo) => tipo === 'alta_webhook').length
    expect(made - log.filter((tipo) => tipo === 'gestion_webhook').length).toBe(there.length)
  })

  it('is told by a code of its own, before anything is written', async () => {
    while ((await listed()).length < MAX_WEBHOOKS) await make()
    const before = await kinds()
    const refused = await make()
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({
      codigo: 'DEMASIADOS_WEBHOOKS',
      hechos: { maximo: MAX_WEBHOOKS },
    })
    expect(await kinds()).toEqual(before)
  })
})

describe('a deletion', () => {
  // Mutants seen to fail: `gaveCommand` not asked; asked of nobody's account.
  it('that is sent again under its key is answered as the first time, and by nobody else', async () => {
    await make()
    const [id = ''] = await listed()
    const drop = (key: string, token = who.token) =>
      system.call('DELETE', `/api/webhooks/${id}`, { token, headers: { 'idempotency-key': key } })
    const key = system.runtime.newId()
    expect((await drop(key)).status).toBe(204)
    const noted = await kinds()
    expect((await drop(key)).status).toBe(204)
    expect((await drop(system.runtime.newId())).status).toBe(404)
    expect((await drop(key, (await system.caller('admin')).token)).status).toBe(404)
    // The key of another command is no deletion's.
    expect((await drop(id)).status).toBe(422)
    expect(await kinds()).toEqual(noted)
  })
})

// Mutant seen to fail: `settleWebhook` that does not look whether it is there.
it('one that was deleted is not said to be made, when its creation is sent again', async () => {
  const key = system.runtime.newId()
  expect((await make(key)).status).toBe(201)
  expect((await make(key)).status).toBe(201)
  await system.call('DELETE', `/api/webhooks/${key}`, { token: who.token })
  expect((await make(key)).status).toBe(404)
  expect(await listed()).toEqual([])
})

// Mutant seen to fail: If-Match told of every command.
it('the document promises If-Match where it is held against a version, and nowhere else', () => {
  const { paths } = openApi('es', 'http://127.0.0.1:3000')
  const headers = (path: string, method: string) =>
    paths[path]?.[method]?.parameters.filter((one) => one.in === 'header').map(({ name }) => name)
  expect(headers('/api/tickets/{id}/estado', 'post')).toEqual(['Idempotency-Key', 'If-Match'])
  expect(headers('/api/cuentas/{id}/rol', 'post')).toEqual(['Idempotency-Key', 'If-Match'])
  for (const path of ['/api/webhooks', '/api/tickets', '/api/cuentas', '/api/webhooks/{id}/gestion'])
    expect(headers(path, 'post'), path).toEqual(['Idempotency-Key'])
  expect(Object.keys(paths['/api/webhooks']?.post?.responses ?? {})).not.toContain('412')
})
