import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logIn, openSignedIn, sharedBrowser } from '../support/e2e/browser'
import { expectPast, makeLongTicket, makeTicketWithPast, pastBar, SECRET } from '../support/e2e/past'

let app: RunningApp
let browser: Browser
let id: number

beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
  id = await makeTicketWithPast(app.system)
})
afterAll(async () => {
  await app.close()
})

const slider = (page: Page) => page.getByRole('slider', { name: 'Versión' })
const address = (page: Page) => page.url().replace(app.url, '')

describe('a ticket in the past', () => {
  test('is gone through with the keyboard, out of the present and back', async () => {
    const { page, complaints } = await openSignedIn(browser, app.url, 'operador')
    await page.goto(`/tickets/${id}`)
    expect(await page.locator('[data-pasado]').count()).toBe(0)
    await page.locator('summary', { hasText: 'Ver cómo estaba antes' }).press('Enter')
    await slider(page).focus()
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(`**/tickets/${id}?version=5`)
    await expectPast(page, 'Así estaba el 5 mar 2026, 10:41 (versión 5 de 6)')
    // The bar kept the focus, so that the next key goes on from there; several keys are one journey.
    for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key)
    await page.waitForURL(`**/tickets/${id}?version=2`)
    await expectPast(page, 'Así estaba el 2 mar 2026, 10:41 (versión 2 de 6)')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('El escáner pita')
    expect(await page.locator('main').textContent()).not.toContain('Vamos a verlo.')
    await page.keyboard.press('Home')
    await page.waitForURL(`**/tickets/${id}?version=1`)
    await page.reload()
    await expectPast(page, 'versión 1 de 6')
    await page.getByRole('link', { name: 'Versión siguiente' }).click()
    await page.waitForURL(`**/tickets/${id}?version=2`)
    // Moving about in the past is one step of the browser's history.
    await page.goBack()
    await page.waitForURL(`**/tickets/${id}`)
    await page.goForward()
    await page.getByRole('link', { name: 'Volver al presente' }).click()
    await page.waitForURL(`**/tickets/${id}`)
    await expect.poll(() => page.locator('#responder').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  // Mutant seen to fail: the timeline read as an auditor's.
  test('shows its client nothing of an internal note, in no page and no payload, and steps over it', async () => {
    const { page } = await logIn(browser, app.url, 'cliente')
    const bodies: string[] = []
    page.on('response', (response) => {
      if (response.url().startsWith(app.url))
        response.text().then(
          (text) => bodies.push(text),
          () => null,
        )
    })
    // The link as a colleague with more rights shared it: the client sees the last version before it.
    await page.goto(`/tickets/${id}?version=3`)
    await expectPast(page, 'Así estaba el 2 mar 2026, 10:41 (versión 2 de 6)')
    await slider(page).focus()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(`**/tickets/${id}?version=4`)
    await expectPast(page, 'versión 4 de 6')
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(`**/tickets/${id}?version=2`)
    await page.goto(`/tickets/${id}?momento=2026-03-03T12:00`)
    await expectPast(page, 'Así estaba el 3 mar 2026, 12:00 (versión 2 de 6)')
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    for (const version of [1, 2, 3, 4, 5, 6]) {
      const url = `${app.url}/tickets/${id}?version=${version}`
      bodies.push(await (await fetch(url, { headers: { cookie: cookies } })).text())
      bodies.push(await (await fetch(`${url}&_rsc=x`, { headers: { cookie: cookies, rsc: '1' } })).text())
    }
    const received = bodies.join('\n')
    expect(received).toContain('Vamos a verlo.')
    for (const trace of [SECRET, '2026-03-03T09:41', '3 mar 2026, 10:41', 'nota interna'])
      expect(received).not.toContain(trace)
  })

  test('is the same link for whoever may see more of it', async () => {
    const { page } = await openSignedIn(browser, app.url, 'auditor')
    await page.goto(`/tickets/${id}?version=3`)
    await expectPast(page, 'Así estaba el 3 mar 2026, 10:41 (versión 3 de 6)')
    expect(await page.locator('main').textContent()).toContain(SECRET)
    const other = await logIn(browser, app.url, 'cliente2')
    for (const query of ['?version=3', '?momento=2026-03-03', '?version=abc', '?momento=2020-01-01'])
      expect((await other.page.goto(`/tickets/${id}${query}`))?.status()).toBe(404)
    expect((await page.goto('/tickets/999999?version=1'))?.status()).toBe(404)
  })

  test('is asked for by date and time', async () => {
    const { page, complaints } = await openSignedIn(browser, app.url, 'operador')
    await page.goto(`/tickets/${id}?version=1`)
    // What is dated 10:41 had happened at 10:41.
    await page.getByLabel('Fecha y hora').fill('2026-03-04T10:41')
    await page.getByRole('button', { name: 'Ver ese momento' }).click()
    await expectPast(page, 'Así estaba el 4 mar 2026, 10:41 (versión 4 de 6)')
    expect(address(page)).toBe(`/tickets/${id}?momento=2026-03-04T10%3A41`)
    await page.getByLabel('Fecha y hora').fill('2026-02-01T00:00')
    await page.getByRole('button', { name: 'Ver ese momento' }).click()
    await page.getByText('Este ticket aún no existía el 1 feb 2026, 0:00.').waitFor()
    await page.getByRole('link', { name: 'Ver su primera versión' }).click()
    await expectPast(page, 'versión 1 de 6')
    expect(complaints).toEqual([])
  })

  test('has its earlier history on further pages, and a link that can be copied', async () => {
    const { page, context } = await logIn(browser, app.url, 'operador')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const long = await makeLongTicket(app.system)
    await page.goto(`/tickets/${long}?version=55`)
    await expectPast(page, 'versión 55 de 61')
    await expect.poll(() => page.locator('#v55').count()).toBe(1)
    expect(await page.locator('#v56, #v1').count()).toBe(0)
    await page.getByRole('link', { name: 'Ver lo anterior' }).click()
    await page.waitForURL(/hasta=6/)
    await expectPast(page, 'versión 55 de 61')
    await expect.poll(() => page.locator('#v1').count()).toBe(1)
    expect(await page.locator('#v6').count()).toBe(0)
    await page.getByRole('link', { name: 'Volver a lo más reciente' }).click()
    await page.locator('#v55').waitFor()
    await page.getByRole('button', { name: 'Copiar enlace' }).click()
    await page.getByRole('button', { name: 'Enlace copiado' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
  })

  test('is gone through without scripts', async () => {
    const { context } = await logIn(browser, app.url, 'operador')
    const storageState = await context.storageState()
    const plain = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false, storageState })
    const page = await plain.newPage()
    await page.goto(`/tickets/${id}`)
    await page.locator('summary', { hasText: 'Ver cómo estaba antes' }).click()
    await page.getByRole('link', { name: 'Versión anterior' }).click()
    expect(address(page)).toBe(`/tickets/${id}?version=5`)
    expect(await slider(page).isVisible()).toBe(false)
    await page.getByLabel('Fecha y hora').fill('2026-03-02T23:00')
    await page.getByRole('button', { name: 'Ver ese momento' }).click()
    expect(await pastBar(page).textContent()).toContain('versión 2 de 6')
    await plain.close()
  })

  test('that can’t be shown says which field is wrong, and what was expected', async () => {
    const { page } = await logIn(browser, app.url, 'operador')
    for (const [query, said] of [
      ['version=0', 'Versión: se esperaba un número entero mayor que cero, no «0».'],
      ['version=1.5', 'Versión: se esperaba'],
      ['version=1&version=2', 'Versión: se esperaba'],
      ['momento=ayer', 'Fecha y hora: se esperaba un momento como 2026-03-03T10:41, no «ayer».'],
      ['momento=', 'Fecha y hora: se esperaba'],
      ['momento=2999-01-01T00:00', 'Fecha y hora: se esperaba un momento que ya haya pasado'],
    ] as const) {
      expect((await page.goto(`/tickets/${id}?${query}`))?.status()).toBe(200)
      expect(await page.locator('main [role=alert]').textContent()).toContain(said)
      expect(await page.locator('main').textContent()).not.toContain('El escáner')
    }
    await page.goto(`/tickets/${id}?version=999`)
    await expectPast(page, 'versión 6 de 6')
  })
})

describe('the present', () => {
  test('says of each value since when, by whom and by which command, with the way there', async () => {
    const { page } = await openSignedIn(browser, app.url, 'operador', {
      viewport: { width: 390, height: 844 },
    })
    await page.goto(`/tickets/${id}`)
    const summary = page.locator('summary').filter({ hasText: 'Prioridad desde 2 mar 2026' })
    await summary.focus()
    await page.keyboard.press('Enter')
    const detail = page.locator('details[open]').filter({ has: summary })
    const text = await detail.textContent()
    expect(text).toContain('Desde el 2 mar 2026, 10:41, por Diego Ferrer, con «cambiar la prioridad».')
    expect(text).toMatch(/Comando [0-9A-Z]{26}/)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/tickets/${id}?version=2`)
    await expectPast(page, 'versión 2 de 6')
  })

  test('leads from each entry of the history to the ticket as it was then', async () => {
    const { page } = await openSignedIn(browser, app.url, 'cliente')
    await page.goto(`/tickets/${id}`)
    await page.locator('#v4').getByRole('link', { name: 'Ver el ticket en este momento' }).click()
    await page.waitForURL(`**/tickets/${id}?version=4`)
    await expectPast(page, 'versión 4 de 6')
  })
})
