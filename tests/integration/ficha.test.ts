import { createClient } from '@libsql/client'
import { CAMPOS } from '@projections/linea_tiempo/provenance'
import { fieldValuesQuery, VALUES_SHOWN } from '@projections/linea_tiempo/values'
import { CHUNK_SIZE, wholeTimelineQuery } from '@projections/linea_tiempo/whole'
import { listTicketsQuery, TicketFilter } from '@projections/tickets/list'
import { listStatement } from '@projections/tickets/list-shapes'
import { COUNTED, requesterQuery } from '@projections/tickets/requester'
import { findCuentaByEmailQuery } from '@projections/usuarios/list'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Viewer } from '@/domain/viewer'
import { ROLES } from '../support/e2e/browser'
import { makeHugeTicket, makeTicketToRead, NOTE } from '../support/e2e/ficha'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
let staff: Viewer
let cliente: Viewer
let other: Viewer
let id: number

beforeAll(async () => {
  system = await openTestSystem({ seeded: true })
  const account = async (email: string): Promise<Viewer> => {
    const found = await findCuentaByEmailQuery(system.runtime.db.as('api_server'), email)
    if (!found) throw new Error(email)
    return { id: found.id, rol: found.rol }
  }
  ;[staff, cliente, other] = await Promise.all([
    account(ROLES.operador),
    account(ROLES.cliente),
    account(ROLES.cliente2),
  ])
  id = await makeTicketToRead(system)
})
afterAll(async () => await system.close())

const db = () => system.runtime.db.as('api_server')

describe('a whole history', () => {
  async function whole(viewer: Viewer, ticket: number, notas: boolean, hasta = 1_000_000) {
    const events = []
    let desde: number | null = 0
    while (desde !== null) {
      const chunk = await wholeTimelineQuery(db(), viewer, ticket, { desde, hasta, notas })
      expect(chunk.eventos.length).toBeLessThanOrEqual(CHUNK_SIZE)
      events.push(...chunk.eventos)
      desde = chunk.siguiente
    }
    return events
  }
  const versions = (items: Awaited<ReturnType<typeof whole>>) =>
    items.map(({ evento }) => evento.sobre.version)

  // Mutant seen to fail: `>=` for `>` at a part's beginning.
  test('is read by parts that miss and repeat nothing', async () => {
    const huge = await makeHugeTicket(system, 2 * CHUNK_SIZE + 1)
    const all = Array.from({ length: 2 * CHUNK_SIZE + 1 }, (_, n) => n + 1)
    expect(versions(await whole(staff, huge, true))).toEqual(all)
    expect(versions(await whole(staff, huge, false))).toEqual(all.filter((n) => n % 10 !== 0))
    expect(versions(await whole(staff, huge, true, CHUNK_SIZE))).toEqual(all.slice(0, CHUNK_SIZE))
    expect(versions(await whole(cliente, huge, true))).toEqual(all.filter((n) => n % 10 !== 0))
  })

  // Mutants seen to fail: the client's statement over the internal view; without whose ticket it is.
  test('has no note for a client whatever they ask for, and nothing of others’ tickets', async () => {
    expect(JSON.stringify(await whole(staff, id, true))).toContain(NOTE)
    for (const items of [await whole(cliente, id, true), await whole(staff, id, false)]) {
      expect(items).toHaveLength(9)
      expect(JSON.stringify(items)).not.toContain(NOTE)
    }
    expect(await whole(other, id, true)).toEqual([])
  })
})

describe('the values of a field', () => {
  const values = async (viewer: Viewer, campo: (typeof CAMPOS)[number], hasta = 100) =>
    (await fieldValuesQuery(db(), viewer, id, { campo, hasta })).valores.map(({ valor }) => valor)

  test('are all that it has had, the newest first, up to a version', async () => {
    const { nombre } = (await findCuentaByEmailQuery(db(), ROLES.operador)) ?? { nombre: '' }
    expect(await values(staff, 'prioridad')).toEqual(['critica', 'media'])
    expect(await values(staff, 'estado')).toEqual(['cerrado', 'en_progreso', 'abierto'])
    expect(await values(staff, 'asignado')).toEqual([nombre, null])
    expect(await values(staff, 'categoria')).toEqual(['impresoras', null])
    expect(await values(staff, 'estado', 6)).toEqual(['en_progreso', 'abierto'])
    expect(await values(staff, 'descripcion')).toEqual(['Sale **en blanco**.\n\n- bandeja 1\n- bandeja 2'])
  })

  test('are a client’s own ticket’s alone', async () => {
    for (const campo of CAMPOS) {
      expect(await values(cliente, campo)).toEqual(await values(staff, campo))
      expect(await values(other, campo)).toEqual([])
    }
  })

  // Mutant seen to fail: editions of any field.
  test('of a text are those of its own editions, and no more than a page can show', async () => {
    const made = await system.dispatch(
      { tipo: 'persona', id: cliente.id, rol: 'cliente' },
      {
        tipo: 'crear_ticket',
        titulo: 'T0',
        descripcion: 'D',
        categoria: null,
        prioridad: 'baja',
        solicitanteId: null,
      },
    )
    if (made.estado !== 'aceptado') throw new Error(JSON.stringify(made))
    const ticketId = made.sujeto.id
    for (let n = 1; n <= VALUES_SHOWN + 5; n++) {
      const edit = { tipo: 'editar_ticket', ticketId, titulo: `T${n}`, descripcion: 'D' } as const
      expect(await system.dispatch({ tipo: 'persona', id: staff.id, rol: 'operador' }, edit)).toMatchObject({
        estado: 'aceptado',
      })
    }
    const titles = await fieldValuesQuery(db(), staff, ticketId, { campo: 'titulo', hasta: 1000 })
    expect(titles.valores.map(({ valor }) => valor)).toEqual(
      Array.from({ length: VALUES_SHOWN }, (_, n) => `T${VALUES_SHOWN + 5 - n}`),
    )
    expect(titles.mas).toBe(true)
    const texts = await fieldValuesQuery(db(), staff, ticketId, { campo: 'descripcion', hasta: 1000 })
    expect(texts).toMatchObject({ valores: [{ valor: 'D' }], mas: false })
  })
})

describe('who asked for a ticket', () => {
  const facts = { tipo: 'crear_ticket', descripcion: 'x', categoria: null, prioridad: 'baja' } as const

  test('is told to staff, with their five last tickets and how many they have', async () => {
    const asks = await system.person('cliente')
    const ids: number[] = []
    for (let n = 0; n < 8; n++) {
      const made = await system.dispatch(asks, { ...facts, titulo: `n${n}`, solicitanteId: null })
      if (made.estado === 'aceptado') ids.push(made.sujeto.id)
    }
    const [first = 0, , , ...last] = ids
    const told = await requesterQuery(db(), staff, { id: first, solicitanteId: asks.id })
    expect(told).toMatchObject({ id: asks.id, activo: true, mas: false })
    expect(told?.email).toContain('@prueba.test')
    expect(told?.otros.map((ticket) => ticket.id)).toEqual(last.toReversed())
    expect(told?.cuentas).toEqual({ abierto: 8, en_progreso: 0, resuelto: 0, cerrado: 0 })
  })

  // Mutant seen to fail: no look at the viewer's role.
  test('is not told to a client, nor can they list others’ tickets by it', async () => {
    expect(await requesterQuery(db(), cliente, { id, solicitanteId: cliente.id })).toBeNull()
    const list = async (viewer: Viewer, solicitante: number) =>
      (await listTicketsQuery(db(), viewer, TicketFilter.parse({ solicitante }))).tickets.map((t) => t.id)
    const own = await list(staff, cliente.id)
    expect(own).toContain(id)
    expect(own.length).toBeLessThan(
      (await listTicketsQuery(db(), staff, TicketFilter.parse({}))).tickets.length,
    )
    expect(await list(other, cliente.id)).not.toContain(id)
  })

  test('is counted no further than a page needs', async () => {
    const machine = await system.person('cliente')
    await Promise.all(
      Array.from({ length: COUNTED + 10 }, (_, n) =>
        system.dispatch(machine, { ...facts, titulo: `m${n}`, solicitanteId: null }),
      ),
    )
    const told = await requesterQuery(db(), staff, { id, solicitanteId: machine.id })
    expect(told?.mas).toBe(true)
    expect(told?.cuentas.abierto).toBe(COUNTED + 1)
    expect(told?.otros).toHaveLength(5)
  })

  test('has a list that is read off its index, without sorting', async () => {
    const shape = {
      alcance: 'interno',
      orden: 'actualizacion',
      estado: false,
      prioridad: false,
      asignado: 'todos',
      espera: false,
      texto: false,
      solicitante: true,
      siguiente: true,
    } as const
    const raw = createClient({ url: system.url })
    const { rows } = await raw.execute(
      `EXPLAIN QUERY PLAN ${listStatement(shape).query.sql.replace(/:\w+/g, '1')}`,
    )
    raw.close()
    const plan = rows.map((row) => JSON.stringify(row.detail)).join('\n')
    expect(plan).toContain('idx_tickets_solicitante')
    expect(plan).not.toContain('TEMP B-TREE')
  })
})
