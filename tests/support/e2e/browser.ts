import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { openSession } from '@/auth/session'
import { SESSION_COOKIE } from '@/i18n/cookies'
import { CHROMIUM } from '../chromium'
import type { TestSystem } from '../system'
import { takeWindow } from './windows'

// Playwright's own features that are off for a reason that holds here, which this flag would turn on again; and
// RenderDocument, by which each page is shown in a frame made anew.
const FEATURES_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'RenderDocument',
  'ThirdPartyStoragePartitioning',
]
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking']
const SPARING = [
  `--disable-features=${FEATURES_OFF.join(',')}`,
  // What compiles ahead, on other threads, pays where processors idle; what is compiled whole is in the cache whole, and
  // with its positions, which each look from outside asks for.
  '--js-flags=--no-opt,--no-maglev,--no-sparkplug,--no-lazy,--no-enable-lazy-source-positions',
]

export const ROLES = {
  admin: 'admin@demo.bitacora.test',
  operador: 'operador@demo.bitacora.test',
  cliente: 'cliente@demo.bitacora.test',
  cliente2: 'cliente2@demo.bitacora.test',
  auditor: 'auditor@demo.bitacora.test',
} as const
export type DemoRole = keyof typeof ROLES
export const CLAVE = 'bitacora-demo-2026'

/** Debian's Chromium, headless. @param how what it does without, to cost less; a bench measures it as people have it */
export async function openBrowser(how: readonly string[] = SPARING): Promise<Browser> {
  const args = [...FLAGS, ...how]
  return await chromium.launch({ executablePath: CHROMIUM ?? '/usr/bin/chromium', args })
}

let shared: Promise<Browser> | undefined

/** The browser of all tests of this process, which ends with it: each person in it has a context of their own. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= openBrowser()
  return shared
}

/** How often a page is loaded anew by who waits for what it shows: at each look, it would take what it waits for its time. */
export const RELOADED = { interval: 1000 }

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
  const { page, context } = await takeWindow(browser, url, options)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports every 4xx page that was asked for on purpose as a failed resource.
    if (message.type() === 'error' && !/status of 40[134]/.test(message.text()))
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  return { page, context, complaints }
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>
// Where only the form opens a session, it does so once for each role: most tests are about what comes after.
const sessions = new Map<string, StorageState>()
const systems = new Map<string, TestSystem>()

/** Says which database a server has, so that sessions there need no form. */
export function knowSystem(url: string, system: TestSystem): void {
  systems.set(url, system)
}

async function sessionWithoutForm(system: TestSystem, url: string, role: DemoRole): Promise<StorageState> {
  const account = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), ROLES[role])
  if (!account) throw new Error(`no ${role}`)
  const from = { agente: 'Chrome', direccion: '127.0.0.1' }
  const value = await openSession(system.runtime.db.as('auth'), account.id, from, Date.now())
  const { hostname: domain } = new URL(url)
  const rest = { path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' as const }
  return { cookies: [{ name: SESSION_COOKIE, value, domain, ...rest }], origins: [] }
}

async function sessionByForm(browser: Browser, url: string, role: DemoRole): Promise<StorageState> {
  const key = `${url} ${role}`
  const known = sessions.get(key)
  if (known) return known
  const { context } = await logInByForm(browser, url, role)
  const state = await context.storageState()
  await context.close()
  sessions.set(key, state)
  return state
}

/** A person who is logged in, at an empty page still. */
export async function openSignedIn(
  browser: Browser,
  url: string,
  role: DemoRole,
  options?: BrowserContextOptions,
): Promise<Person> {
  const system = systems.get(url)
  const storageState = await (system
    ? sessionWithoutForm(system, url, role)
    : sessionByForm(browser, url, role))
  return await openPage(browser, url, { ...options, storageState })
}

/** A person who is logged in, at their list of tickets. */
export async function logIn(
  browser: Browser,
  url: string,
  role: DemoRole,
  options?: BrowserContextOptions,
): Promise<Person> {
  const person = await openSignedIn(browser, url, role, options)
  await person.page.goto('/tickets')
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
