import { createClient } from '@libsql/client'
import { rebuildOutdated } from '@projections/engine/rebuild-live'
import { type Cursor, listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { ORDENES, type TicketSummary } from '@projections/tickets/list-shapes'
import { countQuickFiltersQuery } from '@projections/tickets/quick-counts'
import { noteSeen } from '@projections/tickets/vistos'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { openTestSystem, type TestSystem } from '../support/system'

type Person = Extract<Actor, { tipo: 'persona' }>

let system: TestSystem
let staff: Person
let other: Person
let cliente: Person

beforeEach(async () => {
  system = await openTestSystem()
  staff = await system.person('operador')
  other = await system.person('admin')
  cliente = await system.person('cliente')
})
afterEach(async () => await system.close())

const reader = () => system.runtime.db.as('api_server')

async function open(titulo: string, prioridad: 'media' | 'critica' = 'media'): Promise<number> {
  const facts = { descripcion: 'x', categoria: null, solicitanteId: null, titulo, prioridad } as const
  const result = await system.dispatch(cliente, { tipo: 'crear_ticket', ...facts })
  if (result.estado !== 'aceptado') throw new Error(JSON.stringify(result))
  return result.sujeto.id
}

const say = async (who: Actor, ticketId: number, interno = false) =>
  await system.dispatch(who, { tipo: 'comentar', ticketId, comentario: 'Dicho.', interno })

async function list(viewer: Person, filter: Partial<TicketFilter> = {}): Promise<TicketSummary[]> {
  const all: TicketSummary[] = []
  let cursor: Cursor | null = null
  do {
    const page = await listTicketsQuery(reader(), viewer, TicketFilter.parse(filter), cursor, 2)
    all.push(...page.tickets)
    cursor = page.siguiente
  } while (cursor)
  return all
}
const ids = async (filter: Partial<TicketFilter>, viewer = staff) =>
  (await list(viewer, filter)).map(({ id }) => id)

/** Five tickets, the third answered, the fourth closed, the fifth critical and the staff member's. */
async function desk(): Promise<number[]> {
  const tickets = [await open('uno'), await open('dos'), await open('tres'), await open('cuatro')]
  const mine = await open('cinco', 'critica')
  await say(staff, tickets[2] ?? 0)
  await system.dispatch(staff, {
    tipo: 'cerrar_ticket',
    ticketId: tickets[3] ?? 0,
    motivo: 'resuelto',
    comentario: null,
  })
  await system.dispatch(staff, { tipo: 'asignar', ticketId: mine, a: staff.id })
  return [...tickets, mine]
}

describe('the list by whose turn it is', () => {
  it('shows those who wait for a side, or for anybody, with every order', async () => {
    const [uno, dos, tres, , cinco] = await desk()
    expect(await ids({ espera: 'equipo', orden: 'espera' })).toEqual([uno, dos, cinco])
    expect(await ids({ espera: 'cliente', orden: 'espera' })).toEqual([tres])
    for (const orden of ORDENES.filter((each) => !each.startsWith('espera'))) {
      expect(new Set(await ids({ espera: 'alguien', orden }))).toEqual(new Set([uno, dos, tres, cinco]))
      expect(new Set(await ids({ espera: 'equipo', orden }))).toEqual(new Set([uno, dos, cinco]))
    }
    expect(await ids({ espera: 'alguien', asignado: staff.id })).toEqual([cinco])
    expect(await ids({ espera: 'equipo', orden: 'espera_reciente', asignado: 'nadie' })).toEqual([dos, uno])
  })

  it('compares the wait within one side: the team’s, where none is named', async () => {
    const [uno, dos, , , cinco] = await desk()
    expect(await ids({ orden: 'espera' })).toEqual([uno, dos, cinco])
    expect(await ids({ orden: 'espera', espera: 'alguien' })).toEqual([uno, dos, cinco])
  })

  it('counts what the quick filters show, and nothing for a client', async () => {
    await desk()
    expect(await countQuickFiltersQuery(reader(), staff)).toEqual({
      mios: 1,
      sinAsignar: 3,
      esperan: 3,
      criticos: 1,
    })
    expect(await countQuickFiltersQuery(reader(), other)).toMatchObject({ mios: 0 })
    expect(await countQuickFiltersQuery(reader(), cliente)).toBeNull()
  })

  // Mutant seen to fail: the client's statement selects the facts of the staff's.
  it('tells a client nothing of it, neither in the rows nor by what they ask for', async () => {
    await desk()
    const plain = await list(cliente)
    expect(plain).toHaveLength(5)
    expect(await list(cliente, { espera: 'equipo', orden: 'espera' })).toEqual(plain)
    for (const row of plain) expect(Object.keys(row)).not.toContain('esperaA')
    for (const row of plain) expect(Object.keys(row)).not.toContain('vista')
  })
})

describe('a ticket of the list is new to someone', () => {
  const seenBy = async (viewer: Person) => (await list(viewer)).map(({ vista, version }) => vista === version)

  it('until they have seen its last version, each for themselves', async () => {
    const id = await open('uno')
    expect(await seenBy(staff)).toEqual([false])
    await noteSeen(reader(), staff, { id, version: 1 })
    expect([await seenBy(staff), await seenBy(other)]).toEqual([[true], [false]])
    await say(other, id, true)
    expect(await seenBy(staff)).toEqual([false])
    await noteSeen(reader(), staff, { id, version: 2 })
    expect(await seenBy(staff)).toEqual([true])
  })

  // Mutant seen to fail: no WHERE behind DO UPDATE, and no look before.
  it('and never again for an older page that is opened later', async () => {
    const id = await open('uno')
    await say(staff, id)
    await Promise.all([2, 1, 2, 1].map((version) => noteSeen(reader(), staff, { id, version })))
    await noteSeen(reader(), staff, { id, version: 1 })
    expect(await seenBy(staff)).toEqual([true])
  })

  it('but nothing is kept of what clients look at', async () => {
    const id = await open('uno')
    await noteSeen(reader(), cliente, { id, version: 1 })
    const raw = createClient({ url: system.url })
    const { rows } = await raw.execute('SELECT * FROM vistos')
    raw.close()
    expect(rows).toEqual([])
  })
})

// Mutant seen to fail: the projection's version left at 1.
it('folds the rows of an older database anew when it is opened', async () => {
  await desk()
  const before = await list(staff)
  const raw = createClient({ url: system.url })
  await raw.batch(
    [
      'UPDATE tickets SET espera_a = NULL, espera_desde = NULL',
      "UPDATE checkpoints SET version = 1 WHERE proyeccion = 'tickets'",
    ],
    'write',
  )
  raw.close()
  expect((await list(staff)).every(({ esperaA }) => esperaA === null)).toBe(true)
  const { db: database, newId } = system.runtime
  const rebuilt = await rebuildOutdated({ database, url: system.url, now: Date.now, newId })
  expect(rebuilt).toContain('tickets')
  expect(await list(staff)).toEqual(before)
})
