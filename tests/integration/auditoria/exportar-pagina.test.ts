import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { wordsIn } from '@/api/words'
import { type ApiSystem, openApiSystem, type Person } from '../../support/api/system'
import { catchUp } from '../../support/follow'
import { enter } from '../../support/pages'

vi.mock('next/headers', async () => (await import('../../support/pages')).nextHeaders)
vi.mock('next-intl/server', async () => (await import('../../support/pages')).nextIntl)

let system: ApiSystem
let auditor: Person
beforeAll(async () => {
  system = await openApiSystem()
  auditor = await system.caller('auditor')
  await catchUp(system)
})
afterAll(() => system.close())
beforeEach(async () => {
  await enter(system, auditor)
})
afterEach(() => vi.restoreAllMocks())

const SITE = { 'sec-fetch-site': 'same-origin' }
const FORM = { ...SITE, 'content-type': 'application/x-www-form-urlencoded' }
const post = (fields: Readonly<Record<string, string>> = {}) => {
  const sent = { consulta: '', formato: 'csv', hasta: '1', comandoId: system.runtime.newId(), ...fields }
  const body = new URLSearchParams(sent).toString()
  return system.call('POST', '/api/auditoria/export', { body, headers: FORM })
}

describe('the page’s export', () => {
  test('gives what is filtered, to a form that makes sense', async () => {
    const given = await post()
    expect(given.status).toBe(200)
    expect(given.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect((await given.text()).split('\r\n')[0]).toMatch(/^posicion,/)
  })

  // Mutant seen to fail: `formData` that may throw.
  test('refuses what is no form with a 400, and does not break', async () => {
    const body = JSON.stringify({ consulta: '' })
    const refused = await system.call('POST', '/api/auditoria/export', { body, headers: SITE })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toMatch(/^No se ha exportado nada/)
  })

  // Mutant seen to fail: OCUPADO told as a page that is out of date.
  test('says that the service is busy where the queue is full, and that nothing was exported', async () => {
    const rechazo = { codigo: 'OCUPADO', hechos: {} } as const
    vi.spyOn(system.runtime.bus, 'dispatch').mockResolvedValue({ estado: 'rechazado', rechazo })
    const refused = await post()
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('2')
    expect(await refused.text()).toBe(wordsIn('es')('auditoria.exportar.rechazo.saturado'))
  })

  test('is out of date where its command was another’s', async () => {
    const comandoId = system.runtime.newId()
    expect((await post({ comandoId })).status).toBe(200)
    expect((await post({ comandoId, formato: 'xes' })).status).toBe(409)
  })
})
