import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logIn, openSignedIn, RELOADED, sharedBrowser } from '../support/e2e/browser'
import { expectGood } from '../support/e2e/looks'
import { expectPast, makeTicketWithPast } from '../support/e2e/past'

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

describe('the list in the past', () => {
  test('has the tickets, the counts and the filters of then, and leads to each as it was', async () => {
    const { page, complaints } = await logIn(browser, app.url, 'operador')
    await page.locator('summary', { hasText: 'Ver la lista en otro momento' }).click()
    await page.getByLabel('Fecha y hora').fill('2026-03-02T12:00')
    await page.getByRole('button', { name: 'Ver ese momento' }).click()
    await expectPast(page, 'Así estaban los tickets el 2 mar 2026, 12:00')
    await expect
      .poll(async () => {
        await page.reload()
        return await page.locator('tbody tr').count()
      }, RELOADED)
      .toBe(1)
    expect(await page.getByRole('link', { name: /^Todos/ }).textContent()).toBe('Todos1')
    expect(await page.locator('select[name=orden], input[name=texto]').count()).toBe(0)
    await page.getByRole('link', { name: /^Cerrado/ }).click()
    await page.waitForURL(/estado=cerrado/)
    await page.getByText('En ese momento ningún ticket coincidía con los filtros').waitFor()
    await page.getByRole('link', { name: /^Abierto/ }).click()
    await page.waitForURL(/estado=abierto/)
    await page.locator('select[name=prioridad]').selectOption('alta')
    await page.getByRole('button', { name: 'Aplicar' }).click()
    await page.waitForURL(/prioridad=alta/)
    await page.getByRole('link', { name: 'El escáner pita' }).click()
    await expectPast(page, 'Así estaba el 2 mar 2026, 12:00 (versión 2 de 6)')
    await page.getByRole('link', { name: 'Todos los tickets' }).click()
    await expectPast(page, 'Así estaban los tickets el 2 mar 2026, 12:00')
    expect(complaints).toEqual([])
  })

  test('of a client is their own, and a wrong moment is said to be one', async () => {
    const { page } = await openSignedIn(browser, app.url, 'cliente2')
    await page.goto('/tickets?momento=2026-03-02T12:00')
    await page.getByText('No había tickets en ese momento').waitFor()
    expect((await page.goto('/tickets?momento=mañana'))?.status()).toBe(200)
    const said = await page.locator('main [role=alert]').textContent()
    expect(said).toContain('Fecha y hora: se esperaba un momento como 2026-03-03T10:41, no «mañana».')
    expect(await page.locator('tbody tr').count()).toBe(0)
  })
})

test('every page of the past is accessible and fits', async () => {
  const { page, complaints } = await logIn(browser, app.url, 'operador')
  for (const path of [
    `/tickets/${id}?version=4`,
    `/tickets/${id}?momento=2020-01-01T00:00`,
    '/tickets?momento=2026-03-02',
  ]) {
    await page.goto(path)
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('main details')) each.setAttribute('open', '')
    })
    await expectGood(page, path)
  }
  expect(complaints).toEqual([])
})
