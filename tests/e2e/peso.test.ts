import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { openBrowser } from '../support/e2e/browser'
import { openCold, scriptsOf, weightOf } from '../support/e2e/weight'

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

/** What a first visit may fetch in scripts, compressed: a client may be on a phone. */
const BOUNDS = [
  ['cliente', 200_000],
  ['operador', 300_000],
] as const

test.each(BOUNDS)('a first visit of %s loads at most %i bytes of scripts', async (role, bound) => {
  for (const path of ['/tickets', await firstTicket(role)]) {
    const page = await openCold(browser, app.url, role, path)
    const scripts = await scriptsOf(page)
    console.log(role, path, weightOf(scripts), scripts)
    expect(scripts.length).toBeGreaterThan(3)
    expect(weightOf(scripts), `${role} ${path}`).toBeLessThan(bound)
    await page.context().close()
  }
})

async function firstTicket(role: 'cliente' | 'operador'): Promise<string> {
  const page = await openCold(browser, app.url, role, '/tickets')
  const href = await page.locator('tbody a[href^="/tickets/"]').first().getAttribute('href')
  await page.context().close()
  return href ?? '/tickets'
}
