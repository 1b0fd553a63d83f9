import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type DemoRole, logIn } from './browser'

/** The scripts of a page: their paths and how many bytes came over the wire, headers aside. */
type Scripts = readonly (readonly [path: string, bytes: number])[]

/** A person's session, and a ticket of theirs to look at. */
export async function enter(browser: Browser, url: string, role: DemoRole) {
  const { page, context } = await logIn(browser, url, role)
  const ticket = await page.locator('tbody a[href^="/tickets/"]').first().getAttribute('href')
  const storageState = await context.storageState()
  await context.close()
  return { storageState, ticket: ticket ?? '' }
}

/** A page that somebody opens with an empty cache. */
export async function openCold(
  browser: Browser,
  options: BrowserContextOptions,
  path: string,
): Promise<Page> {
  const context = await browser.newContext({ locale: 'es-ES', ...options })
  const page = await context.newPage()
  await page.goto(path, { waitUntil: 'load' })
  await settled(page)
  return page
}

/** All scripts that the page has loaded so far, as the server compressed them. */
export async function scriptsOf(page: Page): Promise<Scripts> {
  return await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
      .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize] as const),
  )
}

/** The sum of it in bytes. */
export const weightOf = (scripts: Scripts) => scripts.reduce((sum, [, bytes]) => sum + bytes, 0)

/** Waits until no further script has come for a while: what links fetch ahead comes after the page itself. */
async function settled(page: Page): Promise<void> {
  let last = -1
  for (let found = (await scriptsOf(page)).length; found !== last; found = (await scriptsOf(page)).length) {
    last = found
    await page.waitForTimeout(750)
  }
}
