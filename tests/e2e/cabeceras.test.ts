import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp } from '../support/e2e/app'
import { type DemoRole, openBrowser, openPage } from '../support/e2e/browser'
import { enter } from '../support/e2e/weight'
import { listSources } from '../support/source'

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

/** Every page, who looks at it, where it is found, and its status where that is not 200. */
const PAGES: Readonly<Record<string, readonly [DemoRole | null, string, number?]>> = {
  '/': ['operador', '/'],
  '/acceso': [null, '/acceso'],
  '/acceso/caducado': [null, '/acceso/caducado'],
  '/auditoria': ['auditor', '/auditoria'],
  '/cuenta': ['operador', '/cuenta'],
  '/cuenta/webhooks': ['operador', '/cuenta/webhooks'],
  '/cuenta/webhooks/[id]': ['operador', '/cuenta/webhooks/01ARZ3NDEKTSV4RRFFQ69G5FAV', 404],
  '/login': [null, '/login'],
  '/mantenimiento': ['admin', '/mantenimiento'],
  '/metricas': ['admin', '/metricas'],
  '/notificaciones': ['operador', '/notificaciones'],
  '/tareas': ['admin', '/tareas'],
  '/tickets': ['operador', '/tickets'],
  '/tickets/[id]': ['operador', '/tickets/3'],
  '/tickets/[id]/imprimir': ['operador', '/tickets/3/imprimir'],
  '/tickets/nuevo': ['operador', '/tickets/nuevo'],
  '/usuarios': ['admin', '/usuarios'],
  '/usuarios/[id]': ['admin', '/usuarios/2'],
  '/usuarios/nueva': ['admin', '/usuarios/nueva'],
}

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

test('no page is left out here', () => {
  const routes = listSources(/^app\/(.*\/)?page\.tsx$/).map(
    ({ path }) =>
      path
        .replace(/^app/, '')
        .replaceAll(/\/\([^)]*\)/g, '')
        .replace(/\/page\.tsx$/, '') || '/',
  )
  expect(Object.keys(PAGES).sort()).toEqual(routes.sort())
})

type Visitor = Awaited<ReturnType<typeof enter>>
const visitors = new Map<DemoRole, Promise<Visitor>>()
function visitor(role: DemoRole): Promise<Visitor> {
  const known = visitors.get(role) ?? enter(browser, app.url, role)
  visitors.set(role, known)
  return known
}

describe('every page has its headers, and nothing on it goes against its policy', () => {
  const nonces = new Set<string>()
  test.each(Object.entries(PAGES))('%s', async (_route, [role, path, status = 200]) => {
    const options = role === null ? {} : { storageState: (await visitor(role)).storageState }
    const { page, context, complaints } = await openPage(browser, app.url, options)
    const response = await page.goto(path)
    expect(response?.status()).toBe(status)
    const headers = response?.headers() ?? {}
    expect(headers).toMatchObject(HEADERS)
    expect(headers).not.toHaveProperty('x-powered-by')
    const [, nonce = ''] = NONCE.exec(headers['content-security-policy'] ?? '') ?? []
    expect(nonce).not.toBe('')
    expect(nonces).not.toContain(nonce)
    nonces.add(nonce)
    expect(complaints).toEqual([])

    // The policy is in force, and its violations would have been heard. What scripts add as scripts it trusts.
    await page.evaluate(() => {
      const box = document.createElement('div')
      box.innerHTML = `<button onclick="window.name = 'broken in'">x</button>`
      document.body.append(box)
      box.querySelector('button')?.click()
    })
    await expect.poll(() => complaints.join()).toMatch(/Content Security Policy/)
    expect(await page.evaluate(() => window.name)).toBe('')
    await context.close()
  })
})

test('what is no page has the headers that go with everything', async () => {
  const login = await (await fetch(`${app.url}/login`)).text()
  const asset = /"(\/_next\/static\/[^"\\]+\.css)"/.exec(login)?.[1] ?? ''
  for (const path of [
    asset,
    '/icon.svg',
    '/api/health',
    '/api/docs',
    '/verificador/index.html',
    '/api/tickets',
  ])
    expect(Object.fromEntries((await fetch(`${app.url}${path}`)).headers), path).toMatchObject(HEADERS)
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
