import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { closeSession, fingerprint } from '@/auth/session'
import { defineQuery, defineWrite } from '@/db/queries'
import { LOCALE_COOKIE, SESSION_COOKIE } from '@/i18n/cookies'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logInByForm, ROLES, sharedBrowser } from '../support/e2e/browser'
import { someTicket } from '../support/follow'

let app: RunningApp
let browser: Browser
beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
})

const USE = defineQuery({
  name: 'prueba.uso_de_sesion',
  roles: ['admin'],
  sql: 'SELECT fecha_actividad AS uso FROM sesiones WHERE huella_token = :huella',
  row: z.object({ uso: z.string() }),
})
const SET_USE = defineWrite({
  name: 'prueba.poner_uso_de_sesion',
  roles: ['admin'],
  sql: 'UPDATE sesiones SET fecha_actividad = :uso WHERE huella_token = :huella',
})

async function tokenOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).find(({ name }) => name === SESSION_COOKIE)?.value ?? ''
}
/** The session's last use, an hour back at first. */
async function watchUse(context: BrowserContext) {
  const db = app.system.runtime.db.as('admin')
  const huella = fingerprint(await tokenOf(context))
  const before = new Date(Date.now() - 3_600_000).toISOString()
  await db.batch([{ statement: SET_USE, args: { huella, uso: before } }])
  return async () => ((await db.first(USE, { huella }))?.uso === before ? 'as before' : 'used')
}
/** A ticket of the demo client, made by another process. */
async function openTicket(): Promise<number> {
  const { system } = app
  const client = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), ROLES.cliente)
  return await someTicket(system, { tipo: 'persona', id: client?.id ?? 0, rol: 'cliente' })
}
const listening = (page: Page) => page.waitForResponse((response) => response.url().includes('/api/stream'))

// Mutant seen to fail: a session that every request touches.
test('is not used by a list that reads itself anew, and is by going somewhere', async () => {
  const { page, context } = await logInByForm(browser, app.url, 'operador')
  await Promise.all([listening(page), page.goto('/tickets')])
  const use = await watchUse(context)
  for (let n = 0; n < 2; n++)
    await page
      .locator(`a[href^="/tickets/${await openTicket()}"]`)
      .first()
      .waitFor()
  expect(await use()).toBe('as before')
  await page.locator('tbody a[href^="/tickets/"]').first().click()
  await page.waitForURL(/\/tickets\/\d+/)
  await expect.poll(use).toBe('used')
  await context.close()
})

// Mutant seen to fail: a login that is sent to without `volver`.
test('that has ended leads back to where its person wanted to go', async () => {
  const { page, context } = await logInByForm(browser, app.url, 'operador')
  await closeSession(app.system.runtime.db.as('auth'), await tokenOf(context))
  await page.goto('/tickets/3?version=1')
  expect(new URL(page.url()).searchParams.get('volver')).toBe('/tickets/3?version=1')
  await page.locator('input[name=email]').fill(ROLES.operador)
  await page.locator('input[name=contrasena]').fill('bitacora-demo-2026')
  await page.locator('form:has(input[name=contrasena]) button[type=submit]').click()
  await page.waitForURL('**/tickets/3?version=1')
  await context.close()
})

// Mutant seen to fail: a proxy that sends actions to the login, too.
test('that ended in another tab is what the form names, and the draft is kept', async () => {
  const { page, context } = await logInByForm(browser, app.url, 'operador')
  await page.goto(`/tickets/${await openTicket()}`)
  await page.locator('#responder').getByLabel('Mensaje').fill('A medias')
  await context.clearCookies({ name: SESSION_COOKIE })
  await page.locator('#responder button[data-principal]').click()
  await page.getByText('Tu sesión terminó').first().waitFor()
  expect(await page.locator('#responder').getByLabel('Mensaje').inputValue()).toBe('A medias')
  await context.close()
})

describe('its cookie', () => {
  const FLAGS = { httpOnly: true, sameSite: 'Lax', path: '/' }

  // Mutants seen to fail: `httpOnly` left out of keepCookie; `secure` by the whole header.
  test.each([
    ['http', false],
    ['https', true],
    ['https, http', true],
  ])('is kept from scripts and other sites; come by `%s`, secure: %s', async (protocol, secure) => {
    const extraHTTPHeaders = { 'x-forwarded-proto': protocol }
    const { context } = await logInByForm(browser, app.url, 'operador', { extraHTTPHeaders })
    const kept = await context.cookies()
    for (const cookie of [SESSION_COOKIE, LOCALE_COOKIE])
      expect(kept.find(({ name }) => name === cookie)).toMatchObject({ ...FLAGS, secure })
    await context.close()
  })
})
