import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { CHROMIUM } from '../chromium'

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
    executablePath: CHROMIUM ?? '/usr/bin/chromium',
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

// How many times slower than this machine the browser is: what a test forgot to await shows itself then.
const SLOWDOWN = Number(process.env.E2E_SLOWDOWN ?? 1)

async function slowDown(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
}

/** Opens a page that belongs to nobody yet. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({ baseURL: url, locale: 'es-ES', ...options })
  const page = await context.newPage()
  if (SLOWDOWN > 1) await slowDown(context, page)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports every 4xx page that was asked for on purpose as a failed resource.
    if (message.type() === 'error' && !/status of 40[134]/.test(message.text()))
      complaints.push(message.text())
  })
  return { page, context, complaints }
}

// A session is opened once for each role at each server: most tests are about what comes after.
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()

/** A person who is logged in, at their list of tickets. */
export async function logIn(
  browser: Browser,
  url: string,
  role: DemoRole,
  options?: BrowserContextOptions,
): Promise<Person> {
  const key = `${url} ${role}`
  const storageState = sessions.get(key)
  if (storageState) {
    const person = await openPage(browser, url, { ...options, storageState })
    await person.page.goto('/tickets')
    if (new URL(person.page.url()).pathname === '/tickets') return person
    await person.context.close()
  }
  const person = await logInByForm(browser, url, role, options)
  sessions.set(key, await person.context.storageState())
  return person
}

/** Logs in through the form, as a person does: a session of their own. */
export async function logInByForm(
  browser: Browser,
  url: string,
  role: DemoRole,
  options?: BrowserContextOptions,
): Promise<Person> {
  const person = await openPage(browser, url, options)
  await person.page.goto('/login')
  await sendLogin(person.page, role)
  return person
}

/** Fills in the form that stands open, and waits for the list that it leads to. */
export async function sendLogin(page: Page, role: DemoRole): Promise<void> {
  await page.locator('input[name=email]').fill(ROLES[role])
  await page.locator('input[name=contrasena]').fill(CLAVE)
  await page.locator('form:has(input[name=contrasena]) button[type=submit]').click()
  await page.waitForURL('**/tickets')
  // The address changes before the list, which streams in, has come.
  await page.locator('a[href="/tickets?estado=abierto"]').waitFor()
}
