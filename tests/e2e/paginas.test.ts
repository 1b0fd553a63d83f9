import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWebhook } from '@/auth/webhooks'
import { openApp, type RunningApp } from '../support/e2e/app'
import { type DemoRole, openPage, openSignedIn, ROLES, sharedBrowser } from '../support/e2e/browser'
import { expectGood } from '../support/e2e/looks'
import { listSources } from '../support/source'

let app: RunningApp
let browser: Browser
beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
  const db = app.system.runtime.db.as('api_server')
  const { id = 0 } = (await findCuentaByEmailQuery(db, ROLES.operador)) ?? {}
  const filtro = { tipos: [], ticket: null, solicitante: null }
  const webhook = { id: WEBHOOK, url: 'https://ejemplo.es/avisos', filtro, notas: true }
  await makeWebhook(db, { id, rol: 'operador' }, webhook, Date.now())
})
afterAll(async () => {
  await app.close()
})

const WEBHOOK = '01K0000000000000000000000A'
/** The pages of each role, or of nobody yet, with the status that they answer with. */
const PAGES: readonly (readonly [DemoRole | null, string, number])[] = [
  [null, '/login', 200],
  [null, '/acceso', 200],
  [null, '/acceso/caducado', 200],
  ['cliente', '/tickets', 200],
  ['cliente', '/tickets/3', 200],
  ['cliente', '/tickets/nuevo', 200],
  ['cliente', '/tickets/999999', 404],
  ['cliente', '/usuarios', 403],
  ['operador', '/tickets', 200],
  ['operador', '/tickets/3', 200],
  ['operador', '/tickets/nuevo', 200],
  ['operador', '/tickets?texto=nadadenada', 200],
  ['operador', '/tickets?momento=2026-03-01T10:00', 200],
  ['operador', '/tickets/17', 200],
  ['operador', '/tickets/3/imprimir', 200],
  ['operador', '/cuenta', 200],
  ['operador', '/cuenta/webhooks', 200],
  ['operador', `/cuenta/webhooks/${WEBHOOK}`, 200],
  ['cliente', '/cuenta/webhooks', 200],
  ['auditor', '/cuenta/webhooks', 200],
  ['operador', '/notificaciones', 200],
  ['admin', '/usuarios', 200],
  ['admin', '/usuarios/3', 200],
  ['admin', '/usuarios/nueva', 200],
  ['admin', '/tareas', 200],
  ['admin', '/metricas', 200],
  ['admin', '/mantenimiento', 200],
  ['auditor', '/auditoria', 200],
  ['auditor', '/tickets/3', 200],
  ['auditor', '/nada', 404],
]

// Mutant seen to fail: the printed ticket left out of PAGES.
test('no page is left out here', () => {
  const routes = listSources(/^app\/(.*\/)?page\.tsx$/)
    .map(({ path }) => path.replace(/^app/, '').replaceAll(/\/\([^)]*\)|\/page\.tsx$/g, ''))
    // It only sends people on.
    .filter((route) => route !== '')
  const looked = PAGES.filter(([, , status]) => status === 200).map(([, path]) => {
    const [address = ''] = path.split('?')
    return routes.includes(address) ? address : address.replace(/\/(\d+|[\dA-Z]{26})(?=\/|$)/, '/[id]')
  })
  expect([...new Set(looked)].sort()).toEqual(routes.sort())
})

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
  'strict-transport-security': 'max-age=31536000',
}

const NONCE = /script-src 'self' 'nonce-([\w+/=]{20,})' 'strict-dynamic'(;|$)/

const nonces = new Set<string>()
function expectHeaders(response: Response | null): void {
  const headers = response?.headers() ?? {}
  expect(headers).toMatchObject(HEADERS)
  expect(headers).not.toHaveProperty('x-powered-by')
  const [, nonce = ''] = NONCE.exec(headers['content-security-policy'] ?? '') ?? []
  expect(nonce).not.toBe('')
  expect(nonces).not.toContain(nonce)
  nonces.add(nonce)
}

/** The policy is in force, and its violations are heard. What scripts add as scripts it trusts. */
async function expectInForce(page: Page, complaints: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    const box = document.createElement('div')
    box.innerHTML = `<button onclick="window.name = 'broken in'">x</button>`
    document.body.append(box)
    box.querySelector('button')?.click()
  })
  await expect.poll(() => complaints.join()).toMatch(/Content Security Policy/)
  expect(await page.evaluate(() => window.name)).toBe('')
}

describe('every page has its headers, keeps to its policy, is accessible in both themes, and fits its window', () => {
  test.each(PAGES)('for %s: %s', async (role, path, status) => {
    const { page, complaints } = await (role === null
      ? openPage(browser, app.url)
      : openSignedIn(browser, app.url, role))
    const response = await page.goto(path)
    expect(response?.status()).toBe(status)
    expectHeaders(response)
    await expectGood(page, `${role ?? 'nobody'} ${path}`)
    expect(complaints).toEqual([])
    await expectInForce(page, complaints)
  })
})

const ask = async (path: string) => await fetch(`${app.url}${path}`, { redirect: 'manual' })

test('what is no page has the headers that go with everything', async () => {
  const login = await (await fetch(`${app.url}/login`)).text()
  const asset = /"(\/_next\/static\/[^"\\]+\.css)"/.exec(login)?.[1] ?? ''
  for (const path of [
    asset,
    '/',
    '/icon.svg',
    '/api/health',
    '/api/docs',
    '/verificador/index.html',
    '/api/tickets',
  ])
    expect(Object.fromEntries((await ask(path)).headers), path).toMatchObject(HEADERS)
})

// Mutant seen to fail: the API's paths within the matcher of proxy.ts; a policy without styles.
test('the API’s answers load and run nothing, and its document for people is not in its way', async () => {
  for (const path of ['/api/health', '/api/tickets', '/api/docs'])
    expect((await fetch(`${app.url}${path}`)).headers.get('content-security-policy'), path).toMatch(
      /^default-src 'none';/,
    )
  const { page, context, complaints } = await openPage(browser, app.url)
  await page.goto('/api/docs')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const tinted = await page.evaluate(() => [...document.styleSheets].length)
  expect(tinted).toBe(1)
  expect(complaints).toEqual([])
  await context.close()
})
