import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** A browser's context with a page in it, for one person. */
interface Window {
  readonly context: BrowserContext
  readonly page: Page
}

// A new window takes half a second of processor, and to load what every page loads as much again: the next person of
// the same server gets one that was left, with its cache and no other trace of who had it.
const left = new Map<string, Window[]>()
const lent = new Map<Window, string>()
const browsers = new Set<Browser>()

// How many times slower than this machine the browser is: what a test forgot to await shows itself then.
const SLOWDOWN = Number(process.env.E2E_SLOWDOWN ?? 1)
const SIZE = { width: 1280, height: 720 }
// What moves is drawn again and again, by the processor that the tests share.
const STILL = { reducedMotion: 'reduce' } as const

async function newWindow(browser: Browser, url: string, options: BrowserContextOptions): Promise<Window> {
  const usual = { baseURL: url, locale: 'es-ES', viewport: SIZE, ...STILL }
  const context = await browser.newContext({ ...usual, ...options })
  const page = await context.newPage()
  if (SLOWDOWN > 1) {
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  }
  return { context, page }
}

/** A window for somebody at a server: one of their own where they want it otherwise than others do. */
export async function takeWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<Window> {
  browsers.add(browser)
  const { storageState, ...special } = options
  const { cookies = [], origins = [] } = typeof storageState === 'object' ? storageState : {}
  if (Object.keys(special).length > 0 || typeof storageState === 'string' || origins.length > 0)
    return await newWindow(browser, url, options)
  const window = left.get(url)?.pop() ?? (await newWindow(browser, url, {}))
  lent.set(window, url)
  await window.context.addCookies(cookies)
  return window
}

const HEARD = [
  ...['console', 'dialog', 'download', 'framenavigated', 'pageerror', 'popup'],
  ...['request', 'requestfailed', 'requestfinished', 'response', 'websocket'],
]

/** As it was when it was new, but for its cache. */
async function clear({ context, page }: Window): Promise<void> {
  for (const event of HEARD) page.removeAllListeners(event)
  for (const other of context.pages()) if (other !== page) await other.close()
  await context.unrouteAll()
  await page.unrouteAll()
  await context.setOffline(false)
  await context.clearPermissions()
  await page.setViewportSize(SIZE)
  await page.emulateMedia({ media: null, colorScheme: null, ...STILL })
  await page.mouse.move(0, 0)
  // No page, but of the same origin: what is stored there can be reached, and nothing stores any more.
  await page.goto('/api/health')
  await page.evaluate(async () => {
    localStorage.clear()
    sessionStorage.clear()
    for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name)
  })
  await context.clearCookies()
}

/** Ends what people do at their windows: one left over goes on following what happens, beside all tests that come after. */
export async function leaveWindows(): Promise<void> {
  const windows = [...lent].filter(([{ page }]) => !page.isClosed())
  lent.clear()
  const waiting = [...left.values()].flat()
  const kept = new Set([...waiting, ...windows.map(([window]) => window)].map(({ context }) => context))
  const others = [...browsers]
    .flatMap((browser) => browser.contexts())
    .filter((context) => !kept.has(context))
  await Promise.all(others.map(async (context) => await context.close()))
  await Promise.all(
    windows.map(async ([window, url]) => {
      try {
        await clear(window)
        left.set(url, [...(left.get(url) ?? []), window])
      } catch {
        // Its server has ended, as some tests want it.
        await window.context.close()
      }
    }),
  )
}

/** Closes the windows that were left at a server which is about to end: it waits for every connection that is open. */
export async function closeWindows(url: string): Promise<void> {
  const windows = left.get(url) ?? []
  left.delete(url)
  await Promise.all(windows.map(async ({ context }) => await context.close()))
}
