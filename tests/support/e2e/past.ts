import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { ADMIN_SERVICE, type TestSystem } from '../system'
import { type DemoRole, ROLES } from './browser'

/** What no client may ever receive of the ticket with a past. */
export const SECRET = 'SECRETO-DEL-PASADO'

/** A ticket of `cliente`, with six versions in the first days of March, each at 10:41 in Madrid; the third is a note. */
export async function makeTicketWithPast(system: TestSystem): Promise<number> {
  const [cliente, operador] = await Promise.all([accountOf(system, 'cliente'), accountOf(system, 'operador')])
  const by = (usuarioId: number, day: number) => ({ usuarioId, fecha: `2026-03-0${day}T09:41:07.000Z` })
  const made = await system.dispatch(ADMIN_SERVICE, {
    tipo: 'registrar_historia',
    ticketId: null,
    eventos: [
      {
        tipo: 'creacion',
        datos: { solicitanteId: cliente, prioridad: 'media', categoria: null },
        contenido: { titulo: 'El escáner pita', descripcion: 'Sin parar.' },
        ...by(cliente, 1),
      },
      { tipo: 'cambio_prioridad', datos: { de: 'media', a: 'alta' }, ...by(operador, 2) },
      { tipo: 'comentario', datos: { esInterno: true }, contenido: SECRET, ...by(operador, 3) },
      { tipo: 'comentario', datos: { esInterno: false }, contenido: 'Vamos a verlo.', ...by(operador, 4) },
      {
        tipo: 'edicion',
        datos: { campos: ['titulo'] },
        contenido: { titulo: { de: 'El escáner pita', a: 'El escáner está mudo' } },
        ...by(cliente, 5),
      },
      { tipo: 'cierre', datos: { de: 'abierto', motivo: 'resuelto' }, ...by(operador, 6) },
    ],
  })
  if (made.estado !== 'aceptado') throw new Error(JSON.stringify(made))
  return made.sujeto.id
}

/** A ticket of `cliente` with sixty comments: more than a page of its history holds. */
export async function makeLongTicket(system: TestSystem): Promise<number> {
  const solicitanteId = await accountOf(system, 'cliente')
  const comment = (n: number) =>
    ({ tipo: 'comentario', datos: { esInterno: false }, contenido: `Línea ${n}` }) as const
  const made = await system.dispatch(ADMIN_SERVICE, {
    tipo: 'registrar_historia',
    ticketId: null,
    eventos: [
      {
        tipo: 'creacion',
        datos: { solicitanteId, prioridad: 'media', categoria: null },
        contenido: { titulo: 'Una larga historia', descripcion: 'Muy larga.' },
      },
      ...Array.from({ length: 60 }, (_, n) => comment(n + 2)),
    ],
  })
  if (made.estado !== 'aceptado') throw new Error(JSON.stringify(made))
  return made.sujeto.id
}

async function accountOf(system: TestSystem, role: DemoRole): Promise<number> {
  const found = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), ROLES[role])
  if (!found) throw new Error(`no ${role}`)
  return found.id
}

/** The bar that says when the page is of. */
export const pastBar = (page: Page) => page.locator('[data-pasado] [role=status]').first()

/** The page is plainly of the past, and offers nothing to change. */
export async function expectPast(page: Page, text: string): Promise<void> {
  await expect.poll(() => pastBar(page).textContent()).toContain(text)
  expect(await page.locator('main form:has(input[name=comandoId])').count()).toBe(0)
  expect(await page.locator('#responder').count()).toBe(0)
  const frame = await page.evaluate(() => getComputedStyle(document.body, '::after').borderTopWidth)
  expect(frame).toBe('4px')
}
