import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { type DemoRole, openBrowser, openPage } from '../support/e2e/browser'
import { expectGood } from '../support/e2e/looks'
import { enter } from '../support/e2e/weight'

let app: RunningApp
let browser: Browser
beforeAll(async () => {
  app = await openApp()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await app.close()
})

const TICKET = 'a ticket'
/** The pages of each role, with the status that they answer with; a ticket is the first of their list. */
const PAGES: readonly (readonly [DemoRole, string, number])[] = [
  ['cliente', '/tickets', 200],
  ['cliente', TICKET, 200],
  ['cliente', '/tickets/nuevo', 200],
  ['cliente', '/tickets/999999', 404],
  ['cliente', '/usuarios', 403],
  ['operador', '/tickets', 200],
  ['operador', TICKET, 200],
  ['operador', '/tickets/nuevo', 200],
  ['operador', '/tickets?texto=nadadenada', 200],
  ['operador', '/tickets?momento=2026-03-01T10:00', 200],
  ['operador', '/tickets/17', 200],
  ['operador', '/cuenta', 200],
  ['operador', '/cuenta/webhooks', 200],
  ['cliente', '/cuenta/webhooks', 200],
  ['auditor', '/cuenta/webhooks', 200],
  ['operador', '/notificaciones', 200],
  ['admin', '/usuarios', 200],
  ['admin', '/usuarios/2', 200],
  ['admin', '/usuarios/nueva', 200],
  ['admin', '/tareas', 200],
  ['admin', '/metricas', 200],
  ['admin', '/mantenimiento', 200],
  ['auditor', '/auditoria', 200],
  ['auditor', TICKET, 200],
  ['auditor', '/nada', 404],
]

type Visitor = Awaited<ReturnType<typeof enter>>
const visitors = new Map<DemoRole, Promise<Visitor>>()
/** Each role logs in once: the login is another test's. */
function visitor(role: DemoRole): Promise<Visitor> {
  const known = visitors.get(role) ?? enter(browser, app.url, role)
  visitors.set(role, known)
  return known
}

describe('every page, in both themes, is accessible and no wider than its window', () => {
  test.each(PAGES)('for %s: %s', async (role, path, status) => {
    const { storageState, ticket } = await visitor(role)
    const { page, context, complaints } = await openPage(browser, app.url, { storageState })
    expect((await page.goto(path === TICKET ? ticket : path))?.status()).toBe(status)
    await expectGood(page, `${role} ${path}`)
    // Violations of the policy are among them.
    expect(complaints).toEqual([])
    await context.close()
  })

  test('for nobody yet', async () => {
    const { page, complaints } = await openPage(browser, app.url)
    await page.goto('/login')
    await expectGood(page, 'login')
    await page.getByLabel('Contraseña').fill('no es esta')
    await page.locator('input[name=email]').fill('nadie@demo.bitacora.test')
    await page.locator('form:has(input[name=contrasena]) button[type=submit]').click()
    await page.getByRole('alert').first().waitFor()
    await expectGood(page, 'login, refused')
    expect(complaints).toEqual([])
  })
})

async function openAs(role: DemoRole, path: string): Promise<Page> {
  const { storageState } = await visitor(role)
  const { page } = await openPage(browser, app.url, { storageState })
  await page.goto(path)
  return page
}

describe('the focus', () => {
  // Mutant seen to fail: `outline: none` on links.
  test.each(['/tickets', '/tickets/nuevo', '/cuenta'])('is seen wherever Tab leads on %s', async (path) => {
    const page = await openAs('operador', path)
    const unseen: string[] = []
    for (let stop = 0; stop < 25; stop++) {
      await page.keyboard.press('Tab')
      const hidden = await page.evaluate(unseenFocus)
      if (hidden !== null) unseen.push(hidden)
    }
    expect(unseen).toEqual([])
  })

  test('is not on what moves: with reduced motion nothing does', async () => {
    const page = await openAs('operador', '/tickets')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const durations = await page.evaluate(() =>
      [...document.querySelectorAll('*')].map((element) => getComputedStyle(element).transitionDuration),
    )
    expect(durations.length).toBeGreaterThan(100)
    // Mutant seen to fail: no rule for reduced motion; buttons take 150 ms.
    expect(
      durations.filter((duration) => duration.split(', ').some((each) => Number.parseFloat(each) > 0.01)),
    ).toEqual([])
  })
})

/** What has the focus without showing it; null where it is seen, or the page has been left. */
function unseenFocus(): string | null {
  const focused = document.activeElement
  if (!focused || focused === document.body) return null
  const ringed = [focused, focused.closest('[data-fila]')].some((element) => {
    if (!element) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
  })
  return ringed ? null : focused.outerHTML.slice(0, 120)
}
