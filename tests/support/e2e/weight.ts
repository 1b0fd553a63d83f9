import type { Browser, Page } from 'playwright-core'
import { type DemoRole, logIn } from './browser'

/** The scripts of a page: their paths and how many bytes came over the wire, headers aside. */
type Scripts = readonly (readonly [path: string, bytes: number])[]

/** A page that this person opens with an empty cache. */
export async function openCold(browser: Browser, url: string, role: DemoRole, path: string): Promise<Page> {
  const { context } = await logIn(browser, url, role)
  const storageState = await context.storageState()
  await context.close()
  const cold = await browser.newContext({ baseURL: url, locale: 'es-ES', storageState })
  const page = await cold.newPage()
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
