import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEvents } from '@projections/engine/events'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeEvent } from '@/events/codec'
import { openApp, type RunningApp } from '../support/e2e/app'
import { openSignedIn, RELOADED, sharedBrowser } from '../support/e2e/browser'
import { expectAccessible, expectNoSidewaysScroll } from '../support/e2e/looks'

let app: RunningApp
let browser: Browser
let copias: string
beforeAll(async () => {
  copias = await mkdtemp(join(tmpdir(), 'bitacora-copias-'))
  app = await openApp({ BACKUP_DIR: copias })
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
  await rm(copias, { recursive: true })
})

/** What the log says that was asked of the service. */
async function noted(tipo: 'mantenimiento' | 'ajuste_servicio'): Promise<unknown[]> {
  const events = (await readEvents(app.system.runtime.db.as('admin'), 0)).map(decodeEvent)
  return events.flatMap((event) => (event.tipo === tipo ? [event.datos] : []))
}

describe('backups and maintenance', () => {
  const rows = (page: Page) => page.getByRole('region', { name: 'Las últimas veces' }).getByRole('listitem')

  async function begin(page: Page, accion: string, name: string): Promise<void> {
    await page.goto(`${app.url}/mantenimiento`)
    await page
      .getByRole('form', { name: `Empezar: ${accion}` })
      .getByRole('button')
      .click()
    await page.getByText('Pedido. Empieza en cuanto le toque').waitFor()
    // The log is looked at again and again: a page costs more.
    const done = async () => (await noted('mantenimiento')).slice(-1)
    await expect.poll(done, RELOADED).toMatchObject([{ accion: name, fase: 'hecho' }])
    await expect
      .poll(async () => {
        await page.reload()
        return await rows(page).first().textContent()
      }, RELOADED)
      .toMatch(new RegExp(`${accion}[^]*desde esta página[^]*Hecho`))
  }

  test('are begun from the page: a backup, its drill and a look at the statistics, each in the log', async () => {
    const { page, complaints } = await openSignedIn(browser, app.url, 'admin')
    await page.goto(`${app.url}/mantenimiento`)
    await page.getByText('Todavía nada').waitFor()
    await begin(page, 'Copia completa', 'full')
    expect(await readdir(copias)).not.toEqual([])
    await begin(page, 'Simulacro de recuperación', 'drill')
    await begin(page, 'Actualizar estadísticas', 'analyze')
    expect(await rows(page).count()).toBe(3)
    expect(await noted('mantenimiento')).toMatchObject(
      ['full', 'drill', 'analyze'].flatMap((accion) => [
        { accion, fase: 'pedido' },
        { accion, fase: 'hecho' },
      ]),
    )
    await expectNoSidewaysScroll(page, 'mantenimiento')
    await expectAccessible(page, 'mantenimiento')
    expect(complaints).toEqual([])
  })
})

describe('the metrics page', () => {
  async function run(page: Page, accion: string): Promise<string | null> {
    // By its attribute: what a closed disclosure holds has no role yet.
    const around = page.locator('details', { has: page.locator(`form[aria-label="${accion}"]`) }).first()
    await around.locator('summary').click()
    const form = around.getByRole('form', { name: accion, exact: true })
    await form.getByRole('button', { name: 'Ejecutar' }).click()
    const answer = form.getByRole('status').filter({ hasText: /./ })
    await answer.waitFor()
    return await answer.textContent()
  }

  test('does what can be done about a threshold, and the log has it', async () => {
    const { page, complaints } = await openSignedIn(browser, app.url, 'admin')
    await page.goto(`${app.url}/metricas`)
    expect(await run(page, 'Actualizar las estadísticas')).toContain('Hecho: estadísticas al día')
    await page.reload()
    expect(await run(page, 'Vaciar la cola')).toMatch(/Hecho: .* hechas?/)
    await page.reload()
    expect(await run(page, 'Reconstruir una proyección')).toContain('Hecho: ninguna fila difería')
    expect((await noted('ajuste_servicio')).map((datos) => JSON.stringify(datos))).toEqual([
      JSON.stringify({ accion: 'analizar', objeto: null }),
      JSON.stringify({ accion: 'vaciar_cola', objeto: null }),
      JSON.stringify({ accion: 'reconstruir_proyeccion', objeto: 'usuarios' }),
    ])
    expect(complaints).toEqual([])
  })
})
