import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { sharedBrowser } from '../support/e2e/browser'
import { enter, openCold, scriptsOf, weightOf } from '../support/e2e/weight'

let app: RunningApp
let browser: Browser
beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
})

/** What a first visit may fetch in scripts, compressed, in bytes: a client may be on a phone. */
const BOUNDS = [
  ['cliente', 200_000],
  ['operador', 300_000],
] as const

// Mutant seen to fail: a schema library in the live stream (208 kB for a client). Not run yet: the palette imported at
// the top of the keyboard. It is size and not time that is looked at.
test.each(BOUNDS)('a first visit of %s loads fewer than %i bytes of scripts', async (role, bound) => {
  const { storageState, ticket } = await enter(browser, app.url, role)
  for (const path of ['/tickets', ticket]) {
    const page = await openCold(browser, { baseURL: app.url, storageState }, path)
    const scripts = await scriptsOf(page)
    console.info(`${role} ${path}: ${weightOf(scripts)} bytes in ${scripts.length} scripts`)
    expect(scripts.length).toBeGreaterThan(5)
    expect(weightOf(scripts), `${role} ${path}`).toBeLessThan(bound)
    if (path === '/tickets') await openPalette(page)
    await page.context().close()
  }
})

/** Its scripts come with its first opening, and no sooner. */
async function openPalette(page: Page): Promise<void> {
  const before = weightOf(await scriptsOf(page))
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  const opened = weightOf(await scriptsOf(page)) - before
  console.info(`the palette: ${opened} bytes`)
  expect(opened).toBeGreaterThan(5000)
}
