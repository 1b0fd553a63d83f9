import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { defineQuery, defineWrite } from '@/db/queries'
import { getSessionUser, requireUser } from '../../../app/lib/session'
import { type ApiSystem, openApiSystem } from '../../support/api/system'
import { browser, enter } from '../../support/pages'

vi.mock('next/headers', async () => (await import('../../support/pages')).nextHeaders)

const LAST_USE = defineQuery({
  name: 'prueba.ultimo_uso',
  roles: ['admin'],
  sql: 'SELECT fecha_actividad AS uso FROM sesiones',
  row: z.object({ uso: z.string() }),
})
const SET_USE = defineWrite({
  name: 'prueba.poner_uso',
  roles: ['admin'],
  sql: 'UPDATE sesiones SET fecha_actividad = :uso',
})

let system: ApiSystem
beforeEach(async () => {
  system = await openApiSystem()
  await enter(system, await system.caller('operador'))
  browser.headers = new Headers()
})
afterEach(async () => await system.close())

const admin = () => system.runtime.db.as('admin')
const lastUse = async () => (await admin().first(LAST_USE, {}))?.uso
async function usedAgo(ms: number): Promise<string> {
  const uso = new Date(Date.now() - ms).toISOString()
  await admin().batch([{ statement: SET_USE, args: { uso } }])
  return uso
}
const HOUR = 3_600_000

describe('a page', () => {
  // Mutant seen to fail: `getSessionUser` that always notes a use.
  test('that reads itself anew is no use of the session, which ends behind it', async () => {
    browser.headers = new Headers({ 'x-bitacora-looking-on': '1' })
    const uso = await usedAgo(11 * HOUR)
    expect(await getSessionUser()).not.toBeNull()
    expect(await lastUse()).toBe(uso)
    await usedAgo(12 * HOUR + 1000)
    expect(await getSessionUser()).toBeNull()
  })

  test('that somebody goes to is one', async () => {
    const uso = await usedAgo(11 * HOUR)
    expect(await getSessionUser()).not.toBeNull()
    expect(await lastUse()).not.toBe(uso)
  })
})

// Mutants seen to fail: the login without `volver`; the address taken as it comes.
test.each([
  ['/tickets/3?version=2', '/login?volver=%2Ftickets%2F3%3Fversion%3D2'],
  ['/', '/login'],
  ['//otro.sitio/', '/login'],
  ['', '/login'],
])('whose session has ended at %j goes to %s', async (asked, login) => {
  await usedAgo(13 * HOUR)
  browser.headers = new Headers({ 'x-bitacora-address': asked })
  await expect(requireUser()).rejects.toMatchObject({
    digest: expect.stringContaining(`;${login};`) as unknown,
  })
})
