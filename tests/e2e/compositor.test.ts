import { describe, expect, test } from 'vitest'
import { box, composer, holdActions, holds, main, sendAnd, setUpDesk, shows } from '../support/e2e/composer'
import { expectAccessible, expectNoSidewaysScroll } from '../support/e2e/looks'
import { expectInvariants } from '../support/invariants'

const { system, actor, newTicket, visit } = setUpDesk()

describe('a reply', () => {
  test('shows at once with what it does to the ticket, and once only when it is so', async () => {
    const id = await newTicket()
    const { page, context, complaints } = await visit('operador', id)
    const letGo = await holdActions(page)
    await box(page).fill('Ya está')
    await sendAnd(page, 'Responder y pasar a Resuelto')
    await page.locator('article[data-enviando]', { hasText: 'Ya está' }).waitFor()
    await expect
      .poll(() => page.locator('span[data-enviando]', { hasText: 'Resuelto' }).count())
      .toBeGreaterThan(0)
    letGo()
    await shows(page, 'Ya está')
    await expect.poll(() => page.locator('[data-enviando]').count()).toBe(0)
    await expect.poll(() => page.locator('article', { hasText: 'Ya está' }).count()).toBe(1)
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
    const closed = await system().dispatch(await actor('admin'), {
      tipo: 'cerrar_ticket',
      ticketId: id,
      motivo: 'duplicado',
      comentario: null,
    })
    expect(closed.estado).toBe('aceptado')
    letGo()
    await composer(page).locator('[role=alert]').waitFor()
    await expect.poll(() => box(page).inputValue()).toBe('Otra cosa')
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
    const events = (await expectInvariants(system())).filter((row) => row.ticket_id === id)
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
  async function clash(destino = 'Responder y pasar a Resuelto') {
    const id = await newTicket()
    const two = await visit('operador', id)
    await box(two.page).fill('Ya está resuelto.')
    const one = await system().dispatch(await actor('admin'), {
      tipo: 'cambiar_estado',
      ticketId: id,
      a: 'en_progreso',
    })
    expect(one.estado).toBe('aceptado')
    await sendAnd(two.page, destino)
    const dialog = two.page.locator('dialog.conflict')
    await dialog.waitFor()
    const state = async () => {
      const events = (await expectInvariants(system())).filter((row) => row.ticket_id === id)
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

  // Mutant seen to fail: a hidden field that goes on carrying what was wanted; the ticket is closed.
  test('that is set aside sends what is then chosen, and not what was wanted before', async () => {
    const { page, dialog, state, context } = await clash('Responder y cerrar: Duplicado')
    await dialog.press('Escape')
    await expect.poll(() => dialog.evaluate((element) => element.matches(':modal'))).toBe(false)
    await sendAnd(page, 'Responder y pasar a Resuelto')
    await shows(page, 'Ya está resuelto.')
    expect(await state()).toEqual(['creacion', 'cambio_estado', 'comentario', 'cambio_estado'])
    await context.close()
  })

  test('asks again where it changed once more under the dialog', async () => {
    const { id, page, dialog, state, context } = await clash()
    const third = await system().dispatch(await actor('admin'), {
      tipo: 'cambiar_estado',
      ticketId: id,
      a: 'abierto',
    })
    expect(third.estado).toBe('aceptado')
    // The page around shows it already.
    await page.locator('li', { hasText: 'cambió el estado' }).nth(1).waitFor({ state: 'attached' })
    await dialog.getByRole('button', { name: 'Aplicar lo mío' }).click()
    await expect.poll(() => dialog.locator('li').count()).toBe(1)
    await expect.poll(() => dialog.textContent()).toMatch(/En progreso.*Abierto/s)
    expect(await state()).toEqual(['creacion', 'cambio_estado', 'cambio_estado'])
    await dialog.press('Escape')
    await expect.poll(() => dialog.evaluate((element) => element.matches(':modal'))).toBe(false)
    await expect.poll(() => dialog.isVisible()).toBe(true)
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
