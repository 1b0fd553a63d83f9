import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type RunningApp, startServer } from '../support/e2e/app'
import { logIn, openSignedIn, ROLES, sharedBrowser } from '../support/e2e/browser'
import { someTicket } from '../support/follow'

let app: RunningApp
let browser: Browser

beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
})
afterAll(async () => {
  await app.close()
})

/** A ticket of the demo client, and somebody of the team who works on it from another process. */
async function openTicket(): Promise<{
  id: number
  say: (text: string, interno?: boolean) => Promise<void>
}> {
  const { system } = app
  const team = await system.person('operador')
  const client = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), ROLES.cliente)
  const id = await someTicket(system, { tipo: 'persona', id: client?.id ?? 0, rol: 'cliente' })
  const say = async (comentario: string, interno = false) => {
    const result = await system.dispatch(team, { tipo: 'comentar', ticketId: id, comentario, interno })
    expect(result.estado).toBe('aceptado')
  }
  return { id, say }
}

const shows = (page: Page, text: string) => page.locator('li', { hasText: text }).first().waitFor()
/** Once the stream is open, what happens is told. */
const listening = (page: Page) => page.waitForResponse((response) => response.url().includes('/api/stream'))

describe('what others do', () => {
  test('shows without reloading, and a draft stays as it is; a note is never heard of by the client', async () => {
    const { id, say } = await openTicket()
    const { page } = await openSignedIn(browser, app.url, 'cliente')
    await Promise.all([listening(page), page.goto(`/tickets/${id}`)])
    await page.getByLabel('Mensaje').fill('Estoy escribiendo…')
    await say('Esto solo lo lee el equipo', true)
    await say('Lo estamos mirando')
    await shows(page, 'Lo estamos mirando')
    await page.getByText('ha cambiado este ticket').waitFor()
    expect(await page.getByLabel('Mensaje').inputValue()).toBe('Estoy escribiendo…')
    expect(await page.content()).not.toContain('Esto solo lo lee el equipo')
  })

  // Mutant seen to fail: a notice that goes by its time alone; the focus is lost with it.
  test('is told for as long as one is at the notice, and beside every other one', async () => {
    const { id, say } = await openTicket()
    const { page, context } = await logIn(browser, app.url, 'operador')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await Promise.all([listening(page), page.goto(`/tickets/${id}`)])
    await say('Voy para allá')
    const notice = page.locator('[data-aviso]', { hasText: 'ha cambiado este ticket' })
    await notice.getByRole('link', { name: 'Ver' }).focus()
    await page.waitForTimeout(9000)
    expect(await notice.isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Copiar el número' }).click()
    const copied = page.locator('[data-aviso]', { hasText: 'Número copiado' })
    const [one, other] = [await notice.boundingBox(), await copied.boundingBox()]
    expect(one && other && (one.y + one.height <= other.y || other.y + other.height <= one.y)).toBe(true)
    await copied.waitFor({ state: 'detached' })
    await notice.waitFor({ state: 'detached' })
  })

  // A slow computer takes over the list after the stream has told of it: 13 of 30 were lost without Channel's memory.
  test('shows in the list, on a slow computer too', async () => {
    const { page, context } = await logIn(browser, app.url, 'operador')
    const devtools = await context.newCDPSession(page)
    for (const rate of [1, 7, 9]) {
      await devtools.send('Emulation.setCPUThrottlingRate', { rate })
      await Promise.all([listening(page), page.goto('/tickets')])
      const { id } = await openTicket()
      await page.locator(`a[href="/tickets/${id}"]`).waitFor()
    }
    // Who gets the window next is on a usual computer.
    await devtools.detach()
  })

  test('shows again after the network was away', async () => {
    const { id, say } = await openTicket()
    const { page, context } = await openSignedIn(browser, app.url, 'cliente')
    await Promise.all([listening(page), page.goto(`/tickets/${id}`)])
    await page.getByLabel('Mensaje').fill('Sin red')
    await context.setOffline(true)
    await page.getByText('Sin conexión').waitFor()
    await say('Mientras no estabas')
    await context.setOffline(false)
    await shows(page, 'Mientras no estabas')
    expect(await page.getByLabel('Mensaje').inputValue()).toBe('Sin red')
  })
})

// Mutants seen to fail: the action as it is, and the page gives way to its error; a form that is emptied by a failure.
test('a choice of columns that does not get through stays, and is sent again', async () => {
  const { page, context } = await logIn(browser, app.url, 'operador')
  await Promise.all([listening(page), page.goto('/tickets')])
  await page.getByRole('button', { name: 'Columnas' }).click()
  const picker = page.locator('#columnas')
  const box = picker.getByRole('checkbox').first()
  const before = await box.isChecked()
  await box.setChecked(!before)
  await context.setOffline(true)
  await picker.getByRole('button', { name: 'Mostrar estas' }).click()
  await page.locator('[data-avisos]').getByText('No se pudo hacer').waitFor()
  expect(await box.isChecked()).toBe(!before)
  await context.setOffline(false)
  await picker.getByRole('button', { name: 'Mostrar estas' }).click()
  await expect
    .poll(async () => (await context.cookies()).some(({ name }) => name.includes('columnas')))
    .toBe(true)
})

describe('the tabs of one browser', () => {
  test('share one stream, and the next one takes it over', async () => {
    const { id, say } = await openTicket()
    const { page: first, context } = await logIn(browser, app.url, 'cliente')
    const holders = new Set<Page>()
    context.on('request', (request) => {
      if (request.url().includes('/api/stream')) holders.add(request.frame().page())
    })
    await Promise.all([listening(first), first.goto(`/tickets/${id}`)])
    const tabs = [first]
    for (let opened = 0; opened < 5; opened++) {
      const tab = await context.newPage()
      await tab.goto(`/tickets/${id}`)
      tabs.push(tab)
    }
    await say('Para las seis')
    for (const tab of tabs) await shows(tab, 'Para las seis')
    expect([...holders]).toEqual([first])
    await first.close()
    await expect.poll(() => holders.size).toBe(2)
    await say('Para las cinco')
    for (const tab of tabs.slice(1)) await shows(tab, 'Para las cinco')
    expect(holders.size).toBe(2)
  })
})

describe('the stream', () => {
  test('is for those who have a session', async () => {
    const answer = await fetch(`${app.url}/api/stream?desde=0`)
    expect(answer.status).toBe(401)
  })

  // Mutant seen to fail: a feed that takes listeners after its end; the server waits for the browser to go.
  test('ends with its server, and the page says that it is alone', async () => {
    const second = await startServer(app.system)
    const { page } = await openSignedIn(browser, second.url, 'cliente')
    await Promise.all([listening(page), page.goto('/tickets')])
    await second.close()
    await page.getByText('Sin conexión').waitFor()
  })
})
