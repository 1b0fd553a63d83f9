import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logIn, openSignedIn, sharedBrowser } from '../support/e2e/browser'
import { expectAccessible, expectNoSidewaysScroll } from '../support/e2e/looks'
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

const LIST = '/tickets?estado=abierto&orden=creacion'
const boxes = (page: Page) => page.locator('[data-lista] input[name=seleccion]')
const results = (page: Page, kind: string) => page.locator(`[data-resultado=${kind}]`)
const said = (page: Page) => page.locator('main [role=status].sr-only').first()
const chosen = (page: Page) => page.locator('input[name=seleccion]:checked')

async function apply(page: Page, accion: string, valor: string): Promise<void> {
  await page.locator(`details:has(button[value=${accion}]) > summary`).click()
  await page.locator(`select[name=valor-${accion}]`).selectOption(valor)
  await page.locator(`button[name=accion][value=${accion}]`).click()
}

describe('many tickets', () => {
  // Mutant: the version of the refreshed row instead of the chosen one, and nothing is in conflict.
  test('are chosen by shift and changed; the one that somebody else changed meanwhile is asked about', async () => {
    const one = await openSignedIn(browser, app.url, 'operador')
    const two = await openSignedIn(browser, app.url, 'admin')
    await one.page.goto(LIST)
    await boxes(one.page).nth(0).click()
    await boxes(one.page)
      .nth(2)
      .click({ modifiers: ['Shift'] })
    await expect.poll(() => chosen(one.page).count()).toBe(3)
    expect(await said(one.page).textContent()).toContain('3 seleccionados')
    const all = one.page.locator('thead input[data-todos]')
    expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
    await expectAccessible(one.page, 'a list with a choice')

    const ids = await chosen(one.page).evaluateAll((all) => all.map((box) => box.getAttribute('value')))
    const id = Number(ids[1])
    await two.page.goto(LIST)
    await boxes(two.page)
      .and(two.page.locator(`[value="${id}"]`))
      .click()
    await apply(two.page, 'prioridad', 'baja')
    await results(two.page, 'hecho').waitFor()
    // The list of the first is read anew around the choice, which stays.
    await one.page.locator(`[data-fila="${id}"]`).filter({ hasText: 'Baja' }).waitFor()
    await expect.poll(() => chosen(one.page).count()).toBe(3)

    await apply(one.page, 'prioridad', 'critica')
    await results(one.page, 'conflicto').waitFor()
    await expect.poll(() => results(one.page, 'conflicto').count()).toBe(1)
    expect(await results(one.page, 'conflicto').textContent()).toContain('Marta Ibáñez')
    expect(await results(one.page, 'conflicto').textContent()).toContain('Baja')
    await expect.poll(() => results(one.page, 'hecho').count()).toBe(2)
    expect(await chosen(one.page).count()).toBe(0)
    expect(await one.page.evaluate(() => document.activeElement?.tagName)).toBe('SECTION')
    await expectAccessible(one.page, 'an outcome')

    await results(one.page, 'conflicto').getByRole('button').click()
    await expect.poll(() => results(one.page, 'hecho').count()).toBe(3)
    const changes = (await expectInvariants(app.system)).filter(({ tipo }) => tipo === 'cambio_prioridad')
    expect(changes.filter((row) => row.ticket_id === id).length).toBeGreaterThanOrEqual(2)
    await one.page.getByRole('link', { name: 'Cerrar este resultado' }).click()
    await expect.poll(() => one.page.locator('[data-resultado]').count()).toBe(0)
    expect([...one.complaints, ...two.complaints]).toEqual([])
  })

  test('are all chosen at once, by the keyboard too, and forgotten on another list', async () => {
    const { page } = await openSignedIn(browser, app.url, 'operador')
    await page.goto('/tickets')
    const rows = await boxes(page).count()
    await page.locator('thead input[data-todos]').click()
    await expect.poll(() => chosen(page).count()).toBe(rows)
    await page.getByRole('button', { name: 'Quitar la selección' }).click()
    await expect.poll(() => chosen(page).count()).toBe(0)
    await boxes(page).nth(1).focus()
    await page.keyboard.press('Space')
    await boxes(page).nth(3).focus()
    await page.keyboard.press('Shift+Space')
    await expect.poll(() => chosen(page).count()).toBe(3)
    await page
      .getByRole('link', { name: /^Resuelto/ })
      .first()
      .click()
    await page.waitForURL('**estado=resuelto**')
    await expect.poll(() => chosen(page).count()).toBe(0)
  })

  test('are changed without scripts too', async () => {
    const { page } = await openSignedIn(browser, app.url, 'operador', { javaScriptEnabled: false })
    await page.goto(LIST)
    await boxes(page).nth(3).click()
    await apply(page, 'asignar', 'nadie')
    await page.locator('[data-resultado]').first().waitFor()
    await expect.poll(() => page.locator('[data-resultado]').count()).toBe(1)
  })

  test('are offered to no client and no auditor; on a phone the bar fits', async () => {
    for (const role of ['cliente', 'auditor'] as const) {
      const { page, context } = await logIn(browser, app.url, role)
      await expect.poll(() => page.locator('[data-lista]').count()).toBe(1)
      expect(await page.locator('input[name=seleccion], #masivas').count()).toBe(0)
      await context.close()
    }
    const { page } = await logIn(browser, app.url, 'operador', { viewport: { width: 320, height: 640 } })
    await boxes(page).nth(0).click()
    await page.locator('#masivas').waitFor()
    await expectNoSidewaysScroll(page, 'a phone with a choice')
    await expectAccessible(page, 'a phone with a choice')
  })
})

test('the list finds words in messages, marks them, and says where they stand', async () => {
  const { page } = await openSignedIn(browser, app.url, 'operador')
  await page.goto('/tickets/20')
  await page.locator('#responder').getByLabel('Mensaje').fill('El zéfiro sopla en la sala')
  await page.locator('#responder button[type=submit]').first().click()
  await page.locator('article, li').filter({ hasText: 'zéfiro' }).first().waitFor()
  await page.goto('/tickets?texto=ZEFI')
  await page.locator('[data-fila="20"] mark').filter({ hasText: 'zéfiro' }).waitFor()
  expect(await page.locator('[data-fila="20"]').textContent()).toContain('En un comentario')
  await expectAccessible(page, 'a search')
  await page.goto('/tickets?texto=nadiehaescritoesto')
  await page.getByText('No hay nada con «nadiehaescritoesto»').waitFor()
})
