import { createClient } from '@libsql/client'
import { type Cursor, listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { isByWait, listStatement, ORDENES, type TicketSummary } from '@projections/tickets/list-shapes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PRIORIDADES, type Prioridad } from '@/domain/values'
import type { Viewer } from '@/domain/viewer'
import { catchUp } from '../support/follow'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let staff: Viewer
let cliente: Viewer

beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  staff = await system.person('operador')
  cliente = await system.person('cliente')
  // Many of one moment, so that only the id tells them apart.
  const facts = { tipo: 'crear_ticket', descripcion: 'x', categoria: null, solicitanteId: null } as const
  const prioridad = (n: number): Prioridad => PRIORIDADES[n % 4] ?? 'media'
  await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      system.dispatch(
        { tipo: 'persona', id: cliente.id, rol: 'cliente' },
        { ...facts, titulo: `100%_${n}`, prioridad: prioridad(n) },
      ),
    ),
  )
  await catchUp(system)
})
afterAll(async () => await system.close())

async function pages(viewer: Viewer, filter: Partial<TicketFilter>, limit: number): Promise<TicketSummary[]> {
  const db = system.runtime.db.as('api_server')
  const all: TicketSummary[] = []
  let cursor: Cursor | null = null
  do {
    const page = await listTicketsQuery(db, viewer, TicketFilter.parse(filter), cursor, limit)
    all.push(...page.tickets)
    cursor = page.siguiente
  } while (cursor)
  return all
}

const SORTED: Readonly<Record<(typeof ORDENES)[number], (t: TicketSummary) => string>> = {
  actualizacion: (t) => t.fechaActualizacion,
  antiguedad: (t) => t.fechaActualizacion,
  creacion: (t) => t.fechaCreacion,
  creacion_antigua: (t) => t.fechaCreacion,
  prioridad: (t) => `${PRIORIDADES.indexOf(t.prioridad)}|${t.fechaActualizacion}`,
  prioridad_baja: (t) => `${PRIORIDADES.indexOf(t.prioridad)}|${t.fechaActualizacion}`,
  espera: (t) => t.esperaDesde ?? '',
  espera_reciente: (t) => t.esperaDesde ?? '',
}
const ASCENDING: readonly string[] = ['antiguedad', 'creacion_antigua', 'prioridad_baja', 'espera']

describe('pages of every order', () => {
  for (const orden of ORDENES) {
    test(`${orden}: hold each ticket once, sorted, whatever their size`, async () => {
      const whole = await pages(staff, { orden }, 100)
      const all = await pages(staff, {}, 100)
      const shown = isByWait(orden) ? all.filter(({ esperaA }) => esperaA === 'equipo') : all
      expect(shown.length).toBeGreaterThan(30)
      expect(whole.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
        shown.map(({ id }) => id).sort((a, b) => a - b),
      )
      for (const limit of [1, 7, 49]) expect(await pages(staff, { orden }, limit)).toEqual(whole)
      const keys = whole.map((ticket) => `${SORTED[orden](ticket)}|${String(ticket.id).padStart(9, '0')}`)
      const sorted = [...keys].sort()
      expect(keys).toEqual(ASCENDING.includes(orden) ? sorted : sorted.reverse())
    })
  }
})

describe('a filter', () => {
  test('shows what it names, alone and with others', async () => {
    const all = await pages(staff, {}, 100)
    const matching = (keep: (t: TicketSummary) => boolean) => all.filter(keep).map(({ id }) => id)
    const ids = async (filter: Partial<TicketFilter>) => (await pages(staff, filter, 9)).map(({ id }) => id)
    expect(await ids({ estado: 'cerrado' })).toEqual(matching((t) => t.estado === 'cerrado'))
    expect(await ids({ prioridad: 'critica' })).toEqual(matching((t) => t.prioridad === 'critica'))
    expect(await ids({ asignado: 'nadie' })).toEqual(matching((t) => t.asignadoA === null))
    expect(await ids({ asignado: 3, estado: 'en_progreso' })).toEqual(
      matching((t) => t.asignadoA === 3 && t.estado === 'en_progreso'),
    )
    expect(await ids({ asignado: 3, estado: 'en_progreso' })).not.toEqual([])
    expect(await ids({ texto: 'IMPRESORA' })).toEqual(
      expect.arrayContaining(matching((t) => /impresora/i.test(t.titulo))),
    )
  })
  test('takes the text as text, not as a pattern', async () => {
    expect(await pages(staff, { texto: '100%_1' }, 50)).toHaveLength(11)
    expect(await pages(staff, { texto: '%%' }, 50)).toEqual([])
  })
  test('never shows a client anybody else’s tickets', async () => {
    for (const filter of [
      {},
      { asignado: 'nadie' as const },
      { texto: 'a' },
      { orden: 'prioridad' as const },
    ]) {
      const shown = await pages(cliente, filter, 7)
      expect(shown.every(({ titulo }) => titulo.startsWith('100%_'))).toBe(true)
    }
    expect(await pages(cliente, {}, 7)).toHaveLength(30)
  })
})

describe('a page of all tickets', () => {
  for (const orden of ORDENES) {
    test(`${orden}: is read off an index, without sorting`, async () => {
      const shape = {
        alcance: 'interno',
        orden,
        estado: false,
        prioridad: false,
        asignado: 'todos',
        espera: isByWait(orden),
        texto: false,
        solicitante: false,
        siguiente: true,
      } as const
      const raw = createClient({ url: system.url })
      const { rows } = await raw.execute(
        `EXPLAIN QUERY PLAN ${listStatement(shape).query.sql.replace(/:\w+/g, '1')}`,
      )
      raw.close()
      const plan = rows.map((row) => JSON.stringify(row.detail)).join('\n')
      expect(plan).toContain('idx_tickets_')
      expect(plan).not.toContain('TEMP B-TREE')
    })
  }
})
