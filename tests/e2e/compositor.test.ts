import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listDrafts } from '@/auth/drafts'
import { closeSessionsOf } from '@/auth/session'
import type { Actor } from '@/domain/actor'
import { openApp, type RunningApp } from '../support/e2e/app'
import {
  CLAVE,
  type DemoRole,
  expectAccessible,
  expectNoSidewaysScroll,
  logIn,
  openBrowser,
  ROLES,
} from '../support/e2e/browser'
import { someTicket } from '../support/follow'
import { expectInvariants } from '../support/invariants'

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

const PATIENCE = { timeout: 20_000 }
const composer = (page: Page) => page.locator('#responder')
const box = (page: Page) => composer(page).locator('textarea[name=comentario]')
/** The box comes to hold this: before a page is alive it shows what the server has. */
const holds = async (page: Page, text: string) =>
  await expect.poll(() => box(page).inputValue(), PATIENCE).toBe(text)
const main = (page: Page) => composer(page).locator('button[data-principal]')
const present = (page: Page) => page.locator('[data-presencia]')
const shows = (page: Page, text: string) => page.locator('li', { hasText: text }).first().waitFor()
/** The stream is open: what happens is told. */
const listening = (page: Page) => page.waitForResponse((response) => response.url().includes('/api/stream'))

async function actor(role: DemoRole): Promise<Extract<Actor, { tipo: 'persona' }>> {
  const found = await findCuentaByEmailQuery(app.system.runtime.db.as('api_server'), ROLES[role])
  if (!found) throw new Error(`no ${role}`)
  return { tipo: 'persona', id: found.id, rol: found.rol }
}

/** A ticket of the demo client that no other test of this file uses. */
const newTicket = async () => await someTicket(app.system, await actor('cliente'))

async function visit(role: DemoRole, id: number) {
  const person = await logIn(browser, app.url, role)
  await Promise.all([listening(person.page), person.page.goto(`/tickets/${id}`)])
  await composer(person.page).getByRole('button', { name: 'Vista previa' }).waitFor()
  return person
}

/** Sends by the button that also does what its label says. */
async function sendAnd(page: Page, label: string): Promise<void> {
  await composer(page).locator('summary').click()
  await composer(page).getByRole('button', { name: label }).click()
}

/** Lets the page's own requests wait: those that its forms send are held until they are let go. */
async function holdActions(page: Page) {
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/tickets/*', async (route) => {
    if (route.request().method() === 'POST') await held
    await route.continue()
  })
  return letGo
}

describe('who else is there', () => {
  test('shows to the team while it lasts, and who writes; the client sees nobody and is seen', async () => {
    const id = await newTicket()
    const one = await visit('operador', id)
    const two = await visit('admin', id)
    await expect
      .poll(() => present(one.page).textContent(), PATIENCE)
      .toContain('Marta Ibáñez lo está viendo')
    await box(two.page).pressSequentially('Voy')
    await expect.poll(() => present(one.page).textContent(), PATIENCE).toContain('está escribiendo')
    const client = await visit('cliente', id)
    await expect.poll(() => present(one.page).textContent(), PATIENCE).toContain('(cliente)')
    expect(await present(client.page).count()).toBe(0)
    expect(await client.page.content()).not.toContain('Marta')
    await two.page.goto('/tickets')
    await expect.poll(() => present(one.page).textContent(), PATIENCE).not.toContain('Marta')
    await expectAccessible(one.page, 'a ticket with others on it')
    for (const { context } of [one, two, client]) await context.close()
  })
})

describe('a draft', () => {
  test('of each kind survives a reload and a change of kind, and is nobody else’s', async () => {
    const id = await newTicket()
    const { page, context } = await visit('operador', id)
    await box(page).fill('Para el cliente')
    await composer(page).locator('input[value=on]').check()
    await holds(page, '')
    await box(page).fill('Para nosotros')
    await composer(page).locator('input[name=interno][value=""]').check()
    await holds(page, 'Para el cliente')
    await page.reload()
    await holds(page, 'Para el cliente')
    await composer(page).getByText('Borrador recuperado').waitFor()

    // Another account in the same browser.
    await context.clearCookies()
    await page.goto('/login')
    await page.locator('input[name=email]').fill(ROLES.admin)
    await page.locator('input[name=contrasena]').fill(CLAVE)
    await page.locator('form:has(input[name=contrasena]) button[type=submit]').click()
    await page.waitForURL('**/tickets')
    await page.goto(`/tickets/${id}`)
    await composer(page).getByRole('button', { name: 'Vista previa' }).waitFor()
    await holds(page, '')
    await composer(page).locator('input[value=on]').check()
    await holds(page, '')
    await context.close()
  })

  test('written while the network is away for ten seconds reaches the server, and another browser', async () => {
    const id = await newTicket()
    const { page, context } = await visit('operador', id)
    await context.setOffline(true)
    await box(page).fill('Escrito sin red')
    await page.waitForTimeout(10_000)
    await holds(page, 'Escrito sin red')
    await context.setOffline(false)
    const db = app.system.runtime.db.as('api_server')
    const key = { cuenta: (await actor('operador')).id, ticket: id }
    await expect
      .poll(async () => (await listDrafts(db, key)).respuesta?.texto, PATIENCE)
      .toBe('Escrito sin red')
    await context.close()
    const other = await visit('operador', id)
    await holds(other.page, 'Escrito sin red')
    await composer(other.page).getByRole('button', { name: 'Descartar' }).click()
    await holds(other.page, '')
    await expect.poll(async () => (await listDrafts(db, key)).respuesta?.texto, PATIENCE).toBe('')
    await other.context.close()
  })

  test('is gone when it was sent, also for a browser that comes later, and what was typed since stays', async () => {
    const id = await newTicket()
    const { page, context } = await visit('operador', id)
    await box(page).fill('La primera')
    const letGo = await holdActions(page)
    await main(page).click()
    await page.getByText('Enviando…').first().waitFor()
    await holds(page, '')
    await box(page).pressSequentially('La segunda')
    letGo()
    await shows(page, 'La primera')
    await holds(page, 'La segunda')
    await page.reload()
    await holds(page, 'La segunda')
    await main(page).click()
    await shows(page, 'La segunda')
    await context.close()
    const other = await visit('operador', id)
    await holds(other.page, '')
    await other.context.close()
  })

  test('comes back with the session that ended under it', async () => {
    const id = await newTicket()
    const { page, context } = await visit('cliente', id)
    await closeSessionsOf(app.system.runtime.db.as('auth'), (await actor('cliente')).id)
    await box(page).fill('Se me acabó la sesión')
    await main(page).click()
    await composer(page).getByText('Tu sesión terminó').waitFor()
    await holds(page, 'Se me acabó la sesión')
    await context.close()
  })
})

describe('a reply', () => {
  test('shows at once with what it does to the ticket, and once only when it is so', async () => {
    const id = await newTicket()
    const { page, context, complaints } = await visit('operador', id)
    const letGo = await holdActions(page)
    await box(page).fill('Ya está')
    await sendAnd(page, 'Responder y pasar a Resuelto')
    await page.locator('article[data-enviando]', { hasText: 'Ya está' }).waitFor()
    expect(await page.locator('span[data-enviando]', { hasText: 'Resuelto' }).count()).toBeGreaterThan(0)
    letGo()
    await shows(page, 'Ya está')
    await expect.poll(() => page.locator('[data-enviando]').count(), PATIENCE).toBe(0)
    expect(await page.locator('article', { hasText: 'Ya está' }).count()).toBe(1)
    expect(complaints).toEqual([])
    await context.close()
  })

  test('that is refused goes back into its box, with the reason', async () => {
    const id = await newTicket()
    const { page, context } = await visit('cliente', id)
    const letGo = await holdActions(page)
    await box(page).fill('Otra cosa')
    await main(page).click()
    await page.locator('article[data-enviando]').waitFor()
    const closed = await app.system.dispatch(await actor('admin'), {
      tipo: 'cerrar_ticket',
      ticketId: id,
      motivo: 'duplicado',
      comentario: null,
    })
    expect(closed.estado).toBe('aceptado')
    letGo()
    await composer(page).locator('[role=alert]').waitFor()
    await expect.poll(() => box(page).inputValue(), PATIENCE).toBe('Otra cosa')
    expect(await page.locator('[data-enviando]').count()).toBe(0)
    // The way on is to reopen with it: the page shows how things stand.
    await composer(page).getByRole('button', { name: 'Reabrir ticket' }).click()
    await shows(page, 'Otra cosa')
    await context.close()
  })

  test('closes with its reason, by one command', async () => {
    const id = await newTicket()
    const { page, context } = await visit('operador', id)
    await box(page).fill('Es el mismo de ayer')
    await sendAnd(page, 'Responder y cerrar: Duplicado')
    await composer(page).getByText('Este ticket está cerrado').waitFor()
    const events = (await expectInvariants(app.system)).filter((row) => row.ticket_id === id)
    expect(events.slice(-2).map(({ tipo }) => tipo)).toEqual(['comentario', 'cierre'])
    expect(new Set(events.slice(-2).map(({ comando_id }) => comando_id)).size).toBe(1)
    await context.close()
  })

  test('is sent by Ctrl and Enter, after a look at what it will be', async () => {
    const id = await newTicket()
    const { page, context } = await visit('operador', id)
    await box(page).fill('Con **fuerza**')
    await composer(page).getByRole('button', { name: 'Vista previa' }).click()
    await composer(page).locator('strong', { hasText: 'fuerza' }).waitFor()
    await composer(page).getByRole('button', { name: 'Escribir' }).click()
    await box(page).press('Control+Enter')
    await shows(page, 'Con fuerza')
    await context.close()
  })
})

describe('the conflict', () => {
  /** Two people who looked at the same; the first of them has changed the state. */
  async function clash() {
    const id = await newTicket()
    const two = await visit('operador', id)
    await box(two.page).fill('Ya está resuelto.')
    const one = await app.system.dispatch(await actor('admin'), {
      tipo: 'cambiar_estado',
      ticketId: id,
      a: 'en_progreso',
    })
    expect(one.estado).toBe('aceptado')
    await sendAnd(two.page, 'Responder y pasar a Resuelto')
    const dialog = two.page.locator('dialog.conflict')
    await dialog.waitFor()
    const state = async () => {
      const events = (await expectInvariants(app.system)).filter((row) => row.ticket_id === id)
      return events.map(({ tipo }) => tipo)
    }
    return { id, dialog, state, ...two }
  }

  test('says who changed what, beside mine; leaving it as it is keeps the text', async () => {
    const { page, dialog, state, context } = await clash()
    const said = await dialog.textContent()
    for (const part of ['Marta Ibáñez', 'Abierto', 'En progreso', 'Ya está resuelto.', 'Resuelto'])
      expect(said).toContain(part)
    expect(await dialog.evaluate((element) => element.matches(':modal'))).toBe(true)
    await expectAccessible(page, 'the conflict')
    await dialog.getByText('Dejarlo como está').click()
    await dialog.waitFor({ state: 'detached' })
    await holds(page, 'Ya está resuelto.')
    expect(await page.evaluate(() => document.activeElement?.closest('#responder') !== null)).toBe(true)
    expect(await state()).toEqual(['creacion', 'cambio_estado'])
    await context.close()
  })

  test('lets me apply mine', async () => {
    const { page, dialog, state, context } = await clash()
    await dialog.getByRole('button', { name: 'Aplicar lo mío' }).click()
    await shows(page, 'Ya está resuelto.')
    expect(await state()).toEqual(['creacion', 'cambio_estado', 'comentario', 'cambio_estado'])
    await context.close()
  })

  test('asks again where it changed once more under the dialog', async () => {
    const { id, page, dialog, state, context } = await clash()
    const third = await app.system.dispatch(await actor('admin'), {
      tipo: 'cambiar_estado',
      ticketId: id,
      a: 'abierto',
    })
    expect(third.estado).toBe('aceptado')
    // The page around shows it already.
    await page.locator('li', { hasText: 'cambió el estado' }).nth(1).waitFor({ state: 'attached' })
    await dialog.getByRole('button', { name: 'Aplicar lo mío' }).click()
    await expect.poll(() => dialog.locator('li').count(), PATIENCE).toBe(1)
    await expect.poll(() => dialog.textContent(), PATIENCE).toMatch(/En progreso.*Abierto/s)
    expect(await state()).toEqual(['creacion', 'cambio_estado', 'cambio_estado'])
    await dialog.press('Escape')
    await expect.poll(() => dialog.evaluate((element) => element.matches(':modal'))).toBe(false)
    expect(await dialog.isVisible()).toBe(true)
    await context.close()
  })
})

test('the composer is accessible and fits a narrow window, in both kinds', async () => {
  const id = await newTicket()
  const { page, context } = await visit('operador', id)
  await page.setViewportSize({ width: 320, height: 700 })
  await composer(page).locator('input[value=on]').check()
  expect(await main(page).textContent()).toContain('Guardar nota interna')
  await composer(page).locator('summary').click()
  await expectAccessible(page, 'a note')
  await expectNoSidewaysScroll(page, 'a note')
  await context.close()
})
