import AxeBuilder from '@axe-core/playwright'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { expect } from 'vitest'

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']

export const ROLES = {
  admin: 'admin@demo.bitacora.test',
  operador: 'operador@demo.bitacora.test',
  cliente: 'cliente@demo.bitacora.test',
  cliente2: 'cliente2@demo.bitacora.test',
  auditor: 'auditor@demo.bitacora.test',
} as const
export type DemoRole = keyof typeof ROLES
export const CLAVE = 'bitacora-demo-2026'

/** Debian's Chromium, headless. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
    args: FLAGS,
  })
}

/** A person at a browser of their own. */
export interface Person {
  readonly page: Page
  readonly context: BrowserContext
  /** What the browser complained of: errors, failed requests, violations of the policy. */
  readonly complaints: string[]
}

/** Opens a page that belongs to nobody yet. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({ baseURL: url, locale: 'es-ES', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports every 4xx page that was asked for on purpose as a failed resource.
    if (message.type() === 'error' && !/status of 40[134]/.test(message.text()))
      complaints.push(message.text())
  })
  return { page, context, complaints }
}

/** Logs in through the form, as a person does. */
export async function logIn(
  browser: Browser,
  url: string,
  role: DemoRole,
  options?: BrowserContextOptions,
): Promise<Person> {
  const person = await openPage(browser, url, options)
  await person.page.goto('/login')
  await person.page.locator('input[name=email]').fill(ROLES[role])
  await person.page.locator('input[name=contrasena]').fill(CLAVE)
  await person.page.locator('form:has(input[name=contrasena]) button[type=submit]').click()
  await person.page.waitForURL('**/tickets')
  return person
}

/** No violation of WCAG 2.2 A and AA that axe can find on the page as it stands. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const found = violations.map(
    ({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
  expect(found).toEqual([])
}

/** The page is no wider than its window. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(excess, `${what} scrolls sideways`).toBeLessThanOrEqual(0)
}
