import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyPassword } from '@/auth/password'
import { DEMO_PASSWORD, listDemoLogins } from '@/cli/serve/demo'
import { ACCOUNTS } from '../../db/seed/stories'
import { ADMIN_SERVICE, openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
})
afterAll(async () => await system.close())

test('start shows the demo accounts, and their password opens them', async () => {
  const logins = await listDemoLogins(system.config)
  expect(logins.map(({ email }) => email)).toEqual(ACCOUNTS.map(({ email }) => email))
  expect(await verifyPassword(ACCOUNTS[0]?.passwordHash ?? null, DEMO_PASSWORD)).toBe(true)
})

test('none is shown where none may exist', async () => {
  expect(await listDemoLogins({ ...system.config, permiteDemo: false })).toEqual([])
})

test('one that was deactivated is shown no longer', async () => {
  const auditor = 6
  const result = await system.dispatch(ADMIN_SERVICE, { tipo: 'desactivar_cuenta', cuentaId: auditor })
  expect(result.estado).toBe('aceptado')
  const logins = await listDemoLogins(system.config)
  expect(logins.map(({ rol }) => rol)).toEqual(['admin', 'operador', 'cliente', 'cliente'])
})
