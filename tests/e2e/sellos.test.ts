import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AuditFilter } from '@projections/auditoria/filter'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Cabeza, headIsSigned } from '@/events/seals/head'
import { exportAudit } from '@/io/auditoria/export'
import { AUDITOR } from '../support/audit'
import { openApp, startServer } from '../support/e2e/app'
import { openPage, sharedBrowser } from '../support/e2e/browser'
import { expectAccessible, expectNoSidewaysScroll } from '../support/e2e/looks'
import { catchUp } from '../support/follow'
import { sealNow } from '../support/seals'
import { openTestSystem, type TestSystem } from '../support/system'
import { VERIFIER_FOLDER } from '../support/verifier'

const Keys = z.object({ claves: z.array(z.object({ clave_id: z.string(), publica: z.string() })) })

describe('what anybody may ask, without a session', () => {
  // Mutant seen to fail: `needsSession` true for /api/; a list of no keys answered with 200.
  test('the newest seal and the keys, which no cache may keep', async () => {
    const app = await openApp()
    try {
      await expect.poll(async () => (await fetch(`${app.url}/api/audit/head`)).status).toBe(200)
      const head = await fetch(`${app.url}/api/audit/head`)
      const cabeza = Cabeza.strict().parse(await head.json())
      expect(headIsSigned(cabeza)).toBe(true)
      expect(cabeza.tamano).toBeGreaterThanOrEqual(106)
      const keys = await fetch(`${app.url}/api/audit/key`)
      const { claves } = Keys.parse(await keys.json())
      expect(claves).toMatchObject([{ clave_id: cabeza.clave_id, publica: cabeza.clave_publica }])
      expect(JSON.stringify(claves)).not.toContain('PRIVATE')
      for (const { headers } of [head, keys]) expect(headers.get('cache-control')).toBe('no-store')
    } finally {
      await app.close()
    }
  })

  test('where nothing can be sealed, that there is no seal and no key', async () => {
    const system = await openTestSystem()
    await writeFile(join(dirname(system.file), 'sello.key'), 'no es una clave')
    const server = await startServer(system)
    try {
      for (const path of ['head', 'key']) {
        const response = await fetch(`${server.url}/api/audit/${path}`)
        expect(response.status).toBe(404)
        expect(await response.json()).toMatchObject({ codigo: 'SIN_SELLO' })
        expect(response.headers.get('cache-control')).toBe('no-store')
      }
    } finally {
      await server.close()
      await system.close()
    }
  })
})

describe('the offline verifier, opened as a file', () => {
  const page = pathToFileURL(join(process.cwd(), VERIFIER_FOLDER, 'index.html')).href
  let browser: Browser
  let system: TestSystem
  let files: Readonly<Record<'good' | 'tampered' | 'garbage' | 'document', string>>

  beforeAll(async () => {
    browser = await sharedBrowser()
    system = await openTestSystem({ seeded: true })
    const cabeza = await sealNow(system)
    await catchUp(system)
    let text = ''
    const wanted = { filter: AuditFilter.parse({}), formato: 'jsonl', hasta: 106 } as const
    for await (const { texto } of exportAudit(system.runtime.db.as('api_server'), AUDITOR, wanted))
      text += texto
    const write = async (name: string, content: string) => {
      const path = join(dirname(system.file), name)
      await writeFile(path, content)
      return path
    }
    files = {
      good: await write('buena.jsonl', text),
      tampered: await write('cambiada.jsonl', text.replace('"tipo":"cierre"', '"tipo":"comentario"')),
      garbage: await write('nada.json', '<html>\u0000'),
      document: await write('sello.json', JSON.stringify(cabeza, null, 2)),
    }
    expect(await readFile(files.tampered, 'utf8')).not.toBe(text)
  })
  afterAll(async () => {
    await system.close()
  })

  const verdict = (open: Page) => open.locator('#veredicto')

  // Mutant seen to fail: `#compare` left out; a page that asks the network for anything.
  test('tells a good file from one that was changed, and from what is no proof', async () => {
    const { page: open, complaints } = await openPage(browser, 'http://127.0.0.1')
    const asked: string[] = []
    open.on('request', (request) => asked.push(request.url()))
    await open.goto(page)
    const choose = async (...paths: string[]) => await open.locator('#ficheros').setInputFiles(paths)
    await choose(files.good)
    await expect.poll(() => verdict(open).textContent()).toMatch(/^CORRECTO: 106 pruebas, 1 sello, /)
    await choose(files.tampered)
    await expect.poll(() => verdict(open).textContent()).toMatch(/^NO ES CORRECTO: .* 1 fallo\.$/)
    expect(await open.locator('#lineas li').first().textContent()).toMatch(/«tipo» no es lo que se selló$/)
    await choose(files.garbage)
    await expect.poll(() => verdict(open).textContent()).toMatch(/^NO ES CORRECTO: 0 pruebas/)
    await choose(files.document, files.good)
    await expect.poll(() => verdict(open).textContent()).toMatch(/^CORRECTO: 106 pruebas, 1 sello/)
    await open.locator('#clave').fill('0123456789abcdef')
    await choose(files.document)
    await expect.poll(() => verdict(open).textContent()).toMatch(/^NO ES CORRECTO/)
    expect(asked.filter((url) => url !== page)).toEqual([])
    expect(complaints).toEqual([])
    await open.context().close()
  })

  test('can be used whatever its size, and whoever reads it', async () => {
    for (const width of [1280, 390])
      for (const colorScheme of ['light', 'dark'] as const) {
        const viewport = { width, height: 844 }
        const { page: open } = await openPage(browser, 'http://127.0.0.1', { viewport, colorScheme })
        await open.goto(page)
        await open.locator('#ficheros').setInputFiles([files.tampered, files.document])
        await expect.poll(() => verdict(open).textContent()).toMatch(/fallo\.$/)
        await expectAccessible(open, `verificador ${width} ${colorScheme}`)
        await expectNoSidewaysScroll(open, `verificador ${width}`)
        await open.context().close()
      }
  })
})
