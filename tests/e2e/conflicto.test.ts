import { readdir, readlink } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logInByForm, openSignedIn, sharedBrowser } from '../support/e2e/browser'
import { expectInvariants } from '../support/invariants'

let app: RunningApp
let browser: Browser

beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
})

const composer = (page: Page) => page.locator('#responder')

/** An open ticket of the demo desk that no other test of this file uses. */
async function openTicket(index: number): Promise<number> {
  const { page, context } = await openSignedIn(browser, app.url, 'operador')
  await page.goto('/tickets?estado=abierto&orden=creacion')
  const href = await page
    .locator('a[href^="/tickets/"]')
    .filter({ hasNotText: 'Nuevo' })
    .nth(index)
    .getAttribute('href')
  await context.close()
  return Number(href?.split('/').at(-1))
}

/** Sends a reply that also moves the ticket. */
async function reply(page: Page, text: string, a: string): Promise<void> {
  await composer(page).getByLabel('Mensaje').fill(text)
  await composer(page).locator('summary').click()
  await composer(page).locator(`button[name=a][value=${a}]`).click()
}

// First, before others write much: a connection that met another's lock stays open until it is collected.
test('pages, actions and routes share one runtime: the server does not open the database twice over', async () => {
  const { page } = await openSignedIn(browser, app.url, 'operador')
  await page.goto('/tickets/nuevo')
  await fetch(`${app.url}/api/health`)
  const folder = `/proc/${app.pid}/fd`
  const open = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(`${folder}/${fd}`).catch(() => '')),
  )
  const connections = open.filter((target) => target === app.system.file).length
  // One to write and one to read; a second runtime has as many again.
  expect(connections).toBeGreaterThanOrEqual(2)
  expect(connections).toBeLessThan(4)
})

describe('two tabs that change the state of one ticket', () => {
  test('the second is told who did what, keeps its text, and may still apply it', async () => {
    const id = await openTicket(0)
    const one = await openSignedIn(browser, app.url, 'admin')
    const two = await openSignedIn(browser, app.url, 'operador')
    await one.page.goto(`/tickets/${id}`)
    await two.page.goto(`/tickets/${id}`)
    // Who began to write before the change saw the ticket as it was, even where the page around shows the change.
    await composer(two.page).getByLabel('Mensaje').fill('Ya está')
    await reply(one.page, 'Me pongo con ello.', 'en_progreso')
    await one.page.locator('li').filter({ hasText: 'Me pongo con ello.' }).first().waitFor()
    await two.page.locator('li').filter({ hasText: 'Me pongo con ello.' }).first().waitFor()
    await reply(two.page, 'Ya está resuelto.', 'resuelto')
    const dialog = composer(two.page).locator('[role=alertdialog]')
    await dialog.waitFor()
    const said = await dialog.textContent()
    expect(said).toContain('Marta Ibáñez')
    expect(said).toContain('En progreso')
    expect(await composer(two.page).getByLabel('Mensaje').inputValue()).toBe('Ya está resuelto.')

    await two.page.getByRole('button', { name: 'Aplicar lo mío' }).click()
    await two.page.locator('li').filter({ hasText: 'Ya está resuelto.' }).first().waitFor()
    const events = (await expectInvariants(app.system)).filter((row) => row.ticket_id === id)
    expect(events.slice(-4).map(({ tipo }) => tipo)).toEqual([
      'comentario',
      'cambio_estado',
      'comentario',
      'cambio_estado',
    ])
  })

  test('without JavaScript too', async () => {
    const id = await openTicket(0)
    const one = await openSignedIn(browser, app.url, 'admin')
    await one.page.goto(`/tickets/${id}`)
    const two = await logInByForm(browser, app.url, 'operador', { javaScriptEnabled: false })
    await two.page.goto(`/tickets/${id}`)

    await reply(one.page, 'Voy yo.', 'en_progreso')
    await one.page.locator('li').filter({ hasText: 'Voy yo.' }).first().waitFor()
    await reply(two.page, 'Resuelto sin scripts.', 'resuelto')
    // The dialog stands in the form, to be read there.
    await composer(two.page).locator('[role=alertdialog]').waitFor()
    expect(await composer(two.page).locator('[role=alertdialog]').textContent()).toContain('Marta Ibáñez')
    expect(await composer(two.page).getByLabel('Mensaje').inputValue()).toBe('Resuelto sin scripts.')
  })
})

describe('a form', () => {
  test('that is sent twice is one command', async () => {
    const { page } = await openSignedIn(browser, app.url, 'operador')
    const id = await openTicket(1)
    await page.goto(`/tickets/${id}`)
    const before = (await expectInvariants(app.system)).length
    const sending = new Set<unknown>()
    page.on('request', (request) => request.method() === 'POST' && sending.add(request))
    page.on('requestfinished', (request) => sending.delete(request))
    page.on('requestfailed', (request) => sending.delete(request))
    await composer(page).getByLabel('Mensaje').fill('Una sola vez')
    await composer(page).locator('button[type=submit]').first().dblclick()
    await page.locator('li').filter({ hasText: 'Una sola vez' }).first().waitFor()
    await expect.poll(() => sending.size).toBe(0)
    expect(await expectInvariants(app.system)).toHaveLength(before + 1)
  })
})
