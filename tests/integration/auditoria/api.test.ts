import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openApi } from '@/api/openapi'
import { type ApiSystem, openApiSystem, type Person } from '../../support/api/system'
import { readWholeLog } from '../../support/audit'
import { catchUp } from '../../support/follow'

let system: ApiSystem
let auditor: Person
beforeEach(async () => {
  system = await openApiSystem()
  auditor = await system.caller('auditor')
  await catchUp(system)
})
afterEach(() => system.close())

const consultations = async () =>
  (await readWholeLog(system)).filter(({ tipo }) => tipo === 'consulta_auditoria').length

describe('a session', () => {
  // Mutants seen to fail: each route without `soloToken`; `admit` without its check.
  test.each(['/api/auditoria?tipo=cierre', '/api/auditoria/exportacion?formato=csv'])(
    'gets nothing of %s: a link in a ticket would have its reader search or export',
    async (address) => {
      const headers = { cookie: await system.cookie(auditor), 'sec-fetch-site': 'cross-site' }
      const refused = await system.call('GET', address, { headers })
      expect(refused.status).toBe(403)
      expect(await refused.json()).toMatchObject({ codigo: 'SOLO_TOKEN' })
      expect(await consultations()).toBe(0)
      expect((await system.call('GET', address, { token: auditor.token })).status).toBe(200)
      expect(await consultations()).toBe(1)
    },
  )

  // Mutant seen to fail: `sesion` among what every route takes.
  test('is not offered by the document where it is refused', () => {
    const { paths } = openApi('es', 'http://127.0.0.1:3000')
    const [only, both] = [[{ token: ['audit'] }], [{ token: ['audit'] }, { sesion: [] }]]
    expect(paths['/api/auditoria']?.get?.security).toEqual(only)
    expect(paths['/api/auditoria/exportacion']?.get?.security).toEqual(only)
    expect(paths['/api/auditoria/pruebas']?.get?.security).toEqual(both)
  })
})
