import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { listDrafts } from '@/auth/drafts'
import { closeSessionsOf } from '@/auth/session'
import { sendLogin } from '../support/e2e/browser'
import { box, composer, holdActions, holds, main, setUpDesk, shows } from '../support/e2e/composer'
import { expectAccessible } from '../support/e2e/looks'

const { system, actor, newTicket, visit } = setUpDesk()

const present = (page: Page) => page.locator('[data-presencia]')

describe('who else is there', () => {
  test('shows to the team while it lasts, and who writes; the client sees nobody and is seen', async () => {
    const id = await newTicket()
    const one = await visit('operador', id)
    const two = await visit('admin', id)
    await expect.poll(() => present(one.page).textContent()).toContain('Marta Ibáñez lo está viendo')
    await box(two.page).pressSequentially('Voy')
    await expect.poll(() => present(one.page).textContent()).toContain('está escribiendo')
    const client = await visit('cliente', id)
    await expect.poll(() => present(one.page).textContent()).toContain('(cliente)')
    expect(await present(client.page).count()).toBe(0)
    expect(await client.page.content()).not.toContain('Marta')
    await two.page.goto('/tickets')
    await expect.poll(() => present(one.page).textContent()).not.toContain('Marta')
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
    await sendLogin(page, 'admin')
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
    const db = system().runtime.db.as('api_server')
    const key = { cuenta: (await actor('operador')).id, ticket: id }
    await expect.poll(async () => (await listDrafts(db, key)).respuesta?.texto).toBe('Escrito sin red')
    await context.close()
    const other = await visit('operador', id)
    await holds(other.page, 'Escrito sin red')
    await composer(other.page).getByRole('button', { name: 'Descartar' }).click()
    await holds(other.page, '')
    await expect.poll(async () => (await listDrafts(db, key)).respuesta?.texto).toBe('')
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

  // Mutants seen to fail: a logout that leaves the browser's copies; one that does not send first what waits.
  test('leaves the browser with the person who logs out, and waits for them at the server', async () => {
    const id = await newTicket()
    const { page, context } = await visit('admin', id)
    await context.clearCookies()
    await page.goto('/login')
    await sendLogin(page, 'admin')
    await page.goto(`/tickets/${id}`)
    await composer(page).locator('input[value=on]').check()
    // Pressed before the draft is due to be saved.
    await box(page).fill('Solo para nosotros')
    await page.getByRole('button', { name: /Marta/ }).click()
    await page.getByRole('button', { name: 'Cerrar sesión' }).click()
    await page.waitForURL('**/login')
    const kept = await page.evaluate(() => JSON.stringify(localStorage))
    expect(kept).not.toContain('Solo para nosotros')
    await sendLogin(page, 'admin')
    await page.goto(`/tickets/${id}`)
    await holds(page, 'Solo para nosotros')
    await context.close()
  })

  test('comes back with the session that ended under it', async () => {
    const id = await newTicket()
    const { page, context } = await visit('cliente', id)
    await closeSessionsOf(system().runtime.db.as('auth'), (await actor('cliente')).id)
    await box(page).fill('Se me acabó la sesión')
    await main(page).click()
    await composer(page).getByText('Tu sesión terminó').waitFor()
    await holds(page, 'Se me acabó la sesión')
    await context.close()
  })
})
