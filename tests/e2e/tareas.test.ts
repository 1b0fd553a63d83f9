import { dirname, join } from 'node:path'
import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadCronSecret } from '@/auth/cron-secret'
import { enqueueTask } from '@/redis/queue'
import { findTask } from '@/redis/queue/status'
import { defineTask } from '@/redis/queue/task'
import { openApp, type RunningApp } from '../support/e2e/app'
import { logIn, openSignedIn, RELOADED, ROLES, sharedBrowser } from '../support/e2e/browser'
import { expectAccessible, expectNoSidewaysScroll } from '../support/e2e/looks'
import { someTicket } from '../support/follow'

/** Data that no code takes: parked at the first attempt. */
const desconocida = defineTask({
  tipo: 'notificar',
  v: 1,
  datos: z.object({}),
  prioridad: 'normal',
  maxIntentos: 1,
})

let app: RunningApp
let browser: Browser
let id: number
beforeAll(async () => {
  app = await openApp()
  browser = await sharedBrowser()
  id = await someTicket(app.system, await demo('cliente'), 'La impresora pide papel')
})
afterAll(async () => {
  await app.close()
})

async function demo(rol: 'cliente' | 'operador') {
  const cuenta = await findCuentaByEmailQuery(app.system.runtime.db.as('admin'), ROLES[rol])
  if (cuenta === null) throw new Error(`no ${rol}`)
  return { tipo: 'persona', id: cuenta.id, rol } as const
}

async function say(comentario: string, interno: boolean): Promise<void> {
  const operador = await demo('operador')
  const result = await app.system.dispatch(operador, { tipo: 'comentar', ticketId: id, comentario, interno })
  expect(result.estado).toBe('aceptado')
}

describe('a client', () => {
  test('sees on the bell that an operator answered, opens it at the answer, and then it is read', async () => {
    const { page, complaints } = await logIn(browser, app.url, 'cliente')
    const bell = page.getByRole('link', { name: /^Notificaciones: / })
    await page.getByRole('link', { name: 'Notificaciones: ninguna sin leer' }).waitFor()
    await say('Una nota para el equipo', true)
    await say('Ya hemos pedido papel', false)
    await expect
      .poll(async () => {
        await page.reload()
        return await bell.getAttribute('aria-label')
      }, RELOADED)
      .toBe('Notificaciones: una sin leer')
    await bell.click()
    await page.waitForURL('**/notificaciones')
    const list = page.getByRole('list', { name: /^Notificaciones, la más reciente/ })
    await expect.poll(() => list.getByRole('listitem').count()).toBe(1)
    expect(await list.textContent()).not.toContain('equipo')
    await expectAccessible(page, 'notificaciones')
    await list.getByRole('button', { name: /Ya hemos pedido papel/ }).click()
    await page.waitForURL(new RegExp(`/tickets/${id}#v3$`))
    await page.getByRole('link', { name: 'Notificaciones: ninguna sin leer' }).waitFor()
    expect(complaints).toEqual([])
  })

  test('can mark all as read, and is told nothing of others’ tickets', async () => {
    await say('Llega mañana', false)
    const { page, context } = await logIn(browser, app.url, 'cliente')
    await expect
      .poll(async () => {
        await page.goto('/notificaciones')
        return await page.getByRole('button', { name: 'Marcar todas como leídas' }).count()
      }, RELOADED)
      .toBe(1)
    // Mutant seen to fail: the action as it is; without a network the page gives way to its error.
    const listening = page.waitForResponse((response) => response.url().includes('/api/stream'))
    await Promise.all([listening, page.reload()])
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Marcar como leída', exact: true }).first().click()
    await page.locator('[data-avisos]').getByText('No se pudo hacer').waitFor()
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Marcar todas como leídas' }).click()
    await page.getByRole('link', { name: 'Notificaciones: ninguna sin leer' }).waitFor()
    const other = await openSignedIn(browser, app.url, 'cliente2')
    await other.page.goto('/notificaciones')
    await other.page.getByText('No tienes notificaciones').waitFor()
  })
})

describe('the page of background tasks', () => {
  test('shows an admin what was parked and why, and gives it back to the queue, which is noted', async () => {
    const { queue } = app.system.runtime
    await enqueueTask(queue, desconocida, {}, { id: 'desconocida:1' })
    await enqueueTask(queue, desconocida, {}, { id: 'desconocida:2' })
    const { page, complaints } = await logIn(browser, app.url, 'admin')
    const parked = page.getByRole('listitem').filter({ hasText: 'desconocida:1' })
    await expect
      .poll(async () => {
        await page.goto('/tareas')
        return await page.getByText(/desconocida:[12]/).count()
      }, RELOADED)
      .toBeGreaterThanOrEqual(2)
    expect(await parked.textContent()).toContain('datos de notificar v1')
    await parked.getByText('Reintentar…').click()
    await parked.getByRole('button', { name: 'Reintentar ahora' }).click()
    // It is parked again at once: both attempts are in its history, and who asked for the second between them.
    await expect.poll(async () => (await findTask(queue, 'desconocida:1'))?.historial.length).toBe(3)
    await page.goto('/tareas')
    const other = page.getByRole('listitem').filter({ hasText: 'desconocida:2' })
    await other.getByText('Descartar…').click()
    await other.getByRole('button', { name: 'Descartar para siempre' }).click()
    await expect.poll(async () => (await findTask(queue, 'desconocida:2'))?.estado).toBe('descartada')
    await expect
      .poll(async () => {
        await page.goto('/auditoria?tipo=gestion_tarea')
        return await page.getByText(/(reintentó|descartó) una tarea apartada/).count()
      }, RELOADED)
      .toBe(2)
    expect(complaints).toEqual([])
  })

  test('is for admins alone, whatever the size of their page', async () => {
    for (const rol of ['cliente', 'operador', 'auditor'] as const) {
      const { page } = await logIn(browser, app.url, rol)
      expect(await page.getByRole('link', { name: 'Tareas' }).count()).toBe(0)
      expect((await page.goto('/tareas'))?.status()).toBe(403)
    }
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      const { page } = await logIn(browser, app.url, 'admin', {
        viewport: { width, height: 844 },
        colorScheme,
      })
      await page.goto('/tareas')
      await page.getByText('Intentos y datos').first().click()
      await page.getByText('Descartar…').first().click()
      await expectAccessible(page, `tareas ${width} ${colorScheme}`)
      await expectNoSidewaysScroll(page, `tareas ${width}`)
    }
  })
})

test('a cron is let in by the token alone', async () => {
  const url = `${app.url}/api/batch`
  expect((await fetch(url)).status).toBe(401)
  const token = await loadCronSecret({
    secreto: undefined,
    fichero: join(dirname(app.system.file), 'cron.secret'),
  })
  const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token ?? ''}` } })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ estado: 'hecho', tareas: { aparcadas: 0 } })
})
