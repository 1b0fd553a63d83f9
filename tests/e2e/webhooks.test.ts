import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { makeWebhook } from '@/auth/webhooks'
import { openApp, type RunningApp } from '../support/e2e/app'
import { openSignedIn, RELOADED, sharedBrowser } from '../support/e2e/browser'
import { expectGood } from '../support/e2e/looks'
import { someTicket } from '../support/follow'
import { openReceiver, type Receiver } from '../support/receiver'

let app: RunningApp
let browser: Browser
let receiver: Receiver
let url: string

beforeAll(async () => {
  receiver = await openReceiver()
  url = receiver.url
  // The server takes its environment from this process.
  vi.stubEnv('WEBHOOK_ALLOW_PRIVATE', 'true')
  app = await openApp()
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
  vi.unstubAllEnvs()
  await receiver.close()
})

/** The kinds of what was received. */
const kinds = () =>
  receiver.received.map(({ body }) => z.object({ type: z.string() }).parse(JSON.parse(body)).type)

async function make(page: Page, address = url): Promise<void> {
  await page.getByRole('textbox', { name: 'Dirección' }).fill(address)
  await page.getByRole('button', { name: 'Crear webhook' }).click()
}

test('a client makes a webhook, sees its secret once, tests it, and deletes it', async () => {
  const { page, complaints } = await openSignedIn(browser, app.url, 'cliente')
  await page.goto('/cuenta')
  await page.getByRole('link', { name: 'Ver los webhooks' }).click()
  await page.waitForURL('**/cuenta/webhooks')
  expect(await page.getByText('notas internas').count()).toBe(0)
  // What is wrong is said at its field, and what was checked stays so.
  await page.getByLabel('Cierre').check()
  await make(page, 'avisos')
  await page.locator('input[name=url][aria-invalid=true]').waitFor()
  expect(await page.getByLabel('Cierre').isChecked()).toBe(true)
  await page.getByLabel('Cierre').uncheck()
  await make(page)
  const secret = page.getByLabel('Secreto del webhook')
  expect(await secret.inputValue()).toMatch(/^whsec_/)
  await expectGood(page, 'a new webhook')
  await page.reload()
  await page.getByRole('link', { name: url }).waitFor()
  expect(await secret.count()).toBe(0)

  await page.getByRole('button', { name: 'Enviar prueba' }).click()
  await page.getByText('La prueba llegó: respondió 204').waitFor()
  expect(kinds()).toEqual(['prueba'])

  await page.getByRole('link', { name: url }).click()
  await page.waitForURL(/\/cuenta\/webhooks\/\w{26}$/)
  await page.locator('summary').filter({ hasText: 'Eliminar webhook' }).click()
  await page.getByRole('button', { name: 'Eliminar', exact: true }).click()
  await page.waitForURL('**/cuenta/webhooks')
  await page.getByText('No hay ningún webhook').waitFor()
  expect(complaints).toEqual([])
})

test('an operator sees each delivery, and has one sent again', async () => {
  const { page, complaints } = await openSignedIn(browser, app.url, 'operador')
  await page.goto('/cuenta/webhooks')
  receiver.received.length = 0
  await make(page)
  await page.getByLabel('Secreto del webhook').waitFor()
  await someTicket(app.system, await app.system.person('cliente'), 'Para el webhook')
  await expect.poll(kinds).toEqual(['ticket.creacion'])
  await page.getByRole('link', { name: url }).click()
  await page.waitForURL(/\/cuenta\/webhooks\/\w{26}$/)
  const list = page.getByRole('list', { name: 'Entregas' })
  await expect
    .poll(async () => {
      await page.reload()
      return await list.getByText('Entregado').count()
    }, RELOADED)
    .toBe(1)
  await expectGood(page, 'deliveries')
  await list.getByRole('button', { name: /^Reenviar/ }).click()
  await page.getByText('La entrega está otra vez en la fila').waitFor()
  await expect.poll(kinds).toEqual(['ticket.creacion', 'ticket.creacion'])
  await page.getByRole('button', { name: 'Pausar' }).click()
  await page.getByText('En pausa', { exact: true }).waitFor()
  expect(complaints).toEqual([])
})

// Mutant seen to fail: forms on the account's page that don't say whose webhook it is.
test('an admin stops somebody else’s where they see to the account, and stays there', async () => {
  const owner = await app.system.person('operador')
  const id = app.system.runtime.newId()
  const filtro = { tipos: [], ticket: null, solicitante: null }
  const made = { id, url, filtro, notas: false }
  await makeWebhook(app.system.runtime.db.as('api_server'), owner, made, Date.now())
  const { page, complaints } = await openSignedIn(browser, app.url, 'admin')
  await page.goto(`/usuarios/${owner.id}`)
  const list = page.getByRole('list', { name: 'Webhooks' })
  await list.getByRole('button', { name: 'Pausar' }).click()
  await list.getByText('En pausa', { exact: true }).waitFor()
  expect(await list.getByRole('button', { name: 'Reanudar' }).count()).toBe(0)
  await list.getByText('Eliminar webhook').click()
  await list.getByRole('button', { name: 'Eliminar' }).click()
  await list.waitFor({ state: 'detached' })
  expect(new URL(page.url()).pathname).toBe(`/usuarios/${owner.id}`)
  expect(complaints).toEqual([])
})
