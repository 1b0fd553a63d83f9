import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { openApp } from '../../support/e2e/app'
import { openBrowser } from '../../support/e2e/browser'
import { enter } from '../../support/e2e/weight'

/**
 * What the browser measured of one visit: LCP, milliseconds until the largest part was painted; CLS, the sum of the
 * layout's shifts; INP, the longest of the interactions in milliseconds, 0 where each took less than 16.
 * @see https://web.dev/articles/vitals
 */
const Vitals = z.object({ lcp: z.number(), cls: z.number(), inp: z.number() })
type Vitals = z.infer<typeof Vitals>

/** Runs in the page before anything of it. */
function observe(): void {
  const seen = { lcp: 0, cls: 0, inp: 0 }
  const on = (type: string, hear: (entry: PerformanceEntry) => void) => {
    const options = { type, buffered: true, durationThreshold: 16 }
    new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe(options)
  }
  const numberOf = (entry: PerformanceEntry, name: string) => Number(Reflect.get(entry, name) ?? 0)
  on('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime))
  on('layout-shift', (entry) => {
    if (Reflect.get(entry, 'hadRecentInput') !== true) seen.cls += numberOf(entry, 'value')
  })
  on('event', (entry) => {
    if (numberOf(entry, 'interactionId') > 0) seen.inp = Math.max(seen.inp, entry.duration)
  })
  Reflect.set(window, 'vitals', seen)
}

/** One visit with an empty cache, with a few things that a person does. */
async function visit(browser: Browser, width: number, path: string, session: Session): Promise<Vitals> {
  const { storageState } = session
  const viewport = { width, height: 844 }
  const context = await browser.newContext({ baseURL: session.url, locale: 'es-ES', viewport, storageState })
  const page = await context.newPage()
  // tsx keeps the names of functions by a helper that the page does not have.
  await page.addInitScript('globalThis.__name = (it) => it')
  await page.addInitScript(observe)
  await page.goto(path, { waitUntil: 'load' })
  await page.waitForTimeout(1500)
  await interact(page)
  await page.waitForTimeout(500)
  const vitals = Vitals.parse(await page.evaluate((): unknown => Reflect.get(window, 'vitals')))
  await context.close()
  return vitals
}

async function interact(page: Page): Promise<void> {
  for (const key of ['j', 'j', 'k', '?']) await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('button[popovertarget=menu-usuario]').click()
  await page.keyboard.press('Escape')
}

interface Session {
  readonly url: string
  readonly storageState: Awaited<ReturnType<typeof enter>>['storageState']
}

const VISITS = 5
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const app = await openApp()
const browser = await openBrowser([])
console.log(`Medians of ${VISITS} cold visits: LCP ms, CLS, INP ms`)
for (const role of ['cliente', 'operador'] as const) {
  const { storageState, ticket } = await enter(browser, app.url, role)
  for (const path of ['/tickets', ticket]) {
    for (const width of [1280, 390]) {
      const visits: Vitals[] = []
      for (let n = 0; n < VISITS; n++)
        visits.push(await visit(browser, width, path, { url: app.url, storageState }))
      const of = (name: keyof Vitals) => median(visits.map((vitals) => vitals[name]))
      const line = [of('lcp').toFixed(0), of('cls').toFixed(3), of('inp').toFixed(0)].map((text) =>
        text.padStart(7),
      )
      console.log(`${role.padEnd(9)} ${path.padEnd(14)} ${String(width).padStart(4)} px ${line.join(' ')}`)
    }
  }
}
await browser.close()
await app.close()
