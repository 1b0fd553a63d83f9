import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openApp } from '../e2e/app'
import { logIn, openBrowser } from '../e2e/browser'

// pnpm screenshots: the pictures of the README, from the demo desk as it is built. It needs `next build`.

const FOLDER = join('docs', 'imagenes')
const PICTURES = [
  // How far down, in pixels: past the description, past the form.
  { name: 'ticket', path: '/tickets/3', role: 'operador', down: 480 },
  { name: 'auditoria', path: '/auditoria', role: 'auditor', down: 440 },
] as const

await mkdir(FOLDER, { recursive: true })
const [app, browser] = [await openApp(), await openBrowser()]
try {
  for (const { name, path, role, down } of PICTURES) {
    const { page, context } = await logIn(browser, app.url, role, { viewport: { width: 1280, height: 860 } })
    await page.goto(path)
    await page.locator('main li, main tbody tr').first().waitFor()
    await page.evaluate((y) => window.scrollTo(0, y), down)
    await page.screenshot({ path: join(FOLDER, `${name}.png`) })
    await context.close()
  }
} finally {
  await browser.close()
  await app.close()
}
