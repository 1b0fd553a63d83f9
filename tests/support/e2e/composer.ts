import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Actor } from '@/domain/actor'
import { someTicket } from '../follow'
import { openApp, type RunningApp } from './app'
import { type DemoRole, openSignedIn, ROLES, sharedBrowser } from './browser'

/** The form that a ticket is answered with. */
export const composer = (page: Page) => page.locator('#responder')
/** Its box. */
export const box = (page: Page) => composer(page).locator('textarea[name=comentario]')
/** Its first button. */
export const main = (page: Page) => composer(page).locator('button[data-principal]')
/** Waits for an entry of the history. */
export const shows = (page: Page, text: string) => page.locator('li', { hasText: text }).first().waitFor()

/** The box comes to hold this: before a page is alive it shows what the server has. */
export async function holds(page: Page, text: string): Promise<void> {
  await expect.poll(() => box(page).inputValue()).toBe(text)
}

/** Sends by the button that also does what its label says. */
export async function sendAnd(page: Page, label: string): Promise<void> {
  await composer(page).locator('summary').click()
  await composer(page).getByRole('button', { name: label }).click()
}

/** Lets the page's own requests wait: those that its forms send are held until they are let go. */
export async function holdActions(page: Page) {
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

/** A served desk for the tests of one file, and who comes to it. */
export function setUpDesk() {
  let app: RunningApp
  let browser: Browser
  beforeAll(async () => {
    ;[app, browser] = await Promise.all([openApp(), sharedBrowser()])
  })
  afterAll(async () => {
    await app?.close()
  })
  const actor = async (role: DemoRole): Promise<Extract<Actor, { tipo: 'persona' }>> => {
    const found = await findCuentaByEmailQuery(app.system.runtime.db.as('api_server'), ROLES[role])
    if (!found) throw new Error(`no ${role}`)
    return { tipo: 'persona', id: found.id, rol: found.rol }
  }
  return {
    system: () => app.system,
    actor,
    /** A ticket of the demo client that no other test uses. */
    newTicket: async () => await someTicket(app.system, await actor('cliente')),
    /** Somebody at a ticket whose page is alive and hears what happens. */
    visit: async (role: DemoRole, id: number) => {
      const person = await openSignedIn(browser, app.url, role)
      const listening = person.page.waitForResponse((response) => response.url().includes('/api/stream'))
      await Promise.all([listening, person.page.goto(`/tickets/${id}`)])
      await composer(person.page).getByRole('button', { name: 'Vista previa' }).waitFor()
      return person
    },
  }
}
