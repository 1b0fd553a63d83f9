import { ORDENES } from '@projections/tickets/list-shapes'
import { describe, expect, test } from 'vitest'
import { COLUMNAS, parseColumns, readColumns, storeColumns } from '@/components/tickets/lista/list-columns'
import { quickFilterOf, quickFilters } from '@/components/tickets/lista/list-quick'
import { listUrl, readListUrl } from '@/components/tickets/lista/list-url'
import { placeOf, readTicketUrl } from '@/components/tickets/ticket-request'
import { ticketUrl } from '@/components/tickets/ticket-url'
import type { Viewer } from '@/domain/viewer'

const NOW = Date.parse('2026-03-03T09:41:20.000Z')
const read = (query: string) => readTicketUrl(Object.fromEntries(new URLSearchParams(query)), NOW)
const STAFF = { id: 2, rol: 'admin' } as const

describe('a ticket’s address', () => {
  test('is read as what it asks for, and written out again', () => {
    for (const query of ['', 'version=4', 'momento=2026-03-02T10%3A41', 'version=4&hasta=7']) {
      const { cuando, hasta } = read(query)
      if ('motivo' in cuando) throw new Error(cuando.motivo)
      const url = ticketUrl(3, { ...placeOf(cuando), ...(hasta !== null && { hasta }) })
      expect(url).toBe(query === '' ? '/tickets/3' : `/tickets/3?${query}`)
    }
    expect(read('valores=prioridad').valores).toBe('prioridad')
    expect(ticketUrl(3, { version: 2, valores: 'estado' })).toBe('/tickets/3?version=2&valores=estado')
    expect(ticketUrl(3, { version: 2 }, 'historial')).toBe('/tickets/3?version=2#historial')
  })

  // Mutants seen to fail: what makes no sense is taken for the present; a minute that has begun is still to come.
  test('that makes no sense is said to, and never shows something else', () => {
    for (const version of ['0', '-1', '1.5', 'x', '', '1e3', '9'.repeat(16)])
      expect(read(`version=${version}`).cuando).toEqual({ motivo: 'version', valor: version })
    expect(readTicketUrl({ version: ['1', '2'] }, NOW).cuando).toMatchObject({ motivo: 'version' })
    for (const momento of ['', 'ayer', '2026-02-30'])
      expect(read(`momento=${momento}`).cuando).toEqual({ motivo: 'formato', valor: momento })
    expect(read(`momento=${'9'.repeat(500)}`).cuando).toMatchObject({ valor: `${'9'.repeat(40)}…` })
    expect(read('momento=2026-03-03T10:42').cuando).toMatchObject({ motivo: 'futuro' })
    expect(read('momento=2026-03-03T10:41').cuando).toMatchObject({ instante: '2026-03-03T09:41:59.999Z' })
    expect(read('momento=2026-03-03').cuando).toMatchObject({ en: 'momento' })
    expect(read('hasta=x').hasta).toBeNull()
    expect(read('valores=clave').valores).toBeNull()
  })
})

describe('the list’s address', () => {
  const list = (query: string) => readListUrl(Object.fromEntries(new URLSearchParams(query)), STAFF, NOW)

  test('keeps its moment on every page and with every filter', () => {
    const query =
      'estado=abierto&prioridad=alta&asignado=3&momento=2026-03-02&desde=9_2026-03-01T10%3A00%3A00.000Z'
    const { filter, cursor, momento } = list(query)
    if (momento === null || 'motivo' in momento) throw new Error('no moment')
    expect(momento.instante).toBe('2026-03-02T22:59:59.999Z')
    expect(listUrl(filter, { cursor, momento })).toBe(`/tickets?${query}`)
  })

  // Mutant seen to fail: `solicitante` read whoever looks.
  test('names a requester for staff alone, and not in the past', () => {
    expect(list('solicitante=7').filter.solicitante).toBe(7)
    expect(listUrl(list('solicitante=7').filter)).toBe('/tickets?solicitante=7')
    expect(list('solicitante=7&momento=2026-03-02').filter.solicitante).toBeNull()
    expect(readListUrl({ solicitante: '7' }, { id: 3, rol: 'cliente' }, NOW).filter.solicitante).toBeNull()
  })

  test('does not sort or search the past', () => {
    const { filter } = list('momento=2026-03-02&texto=x&orden=prioridad')
    expect(filter).toMatchObject({ texto: null, orden: 'actualizacion' })
    expect(list('texto=x&orden=prioridad').filter).toMatchObject({ texto: 'x', orden: 'prioridad' })
    expect(list('momento=ayer').momento).toEqual({ motivo: 'formato', valor: 'ayer' })
  })

  test('holds whom a ticket waits for, and the order by it within one side', () => {
    const query = 'espera=cliente&orden=espera&desde=9_2026-03-01T10%3A00%3A00.000Z'
    const { filter, cursor } = list(query)
    expect(listUrl(filter, { cursor })).toBe(`/tickets?${query}`)
    expect(list('orden=espera').filter.espera).toBe('equipo')
    expect(list('orden=espera_reciente&espera=alguien').filter.espera).toBe('equipo')
    expect(list('espera=alguien').filter.espera).toBe('alguien')
    expect(list('espera=nadie').filter.espera).toBeNull()
    expect(list('espera=equipo&orden=espera&momento=2026-03-02').filter).toMatchObject({
      espera: null,
      orden: 'actualizacion',
    })
  })

  // Mutant seen to fail: `own` left out of the filter.
  test('of a client says nothing of whom a ticket waits for', () => {
    const params = { espera: 'equipo', orden: 'espera', asignado: '3' }
    const { filter } = readListUrl(params, { id: 4, rol: 'cliente' }, NOW)
    expect(filter).toMatchObject({ espera: null, orden: 'actualizacion', asignado: null })
  })

  test('takes a cursor of its own order alone', () => {
    const date = 'desde=9_2026-03-01T10%3A00%3A00.000Z'
    const weight = 'desde=9_4%7C2026-03-01T10%3A00%3A00.000Z'
    for (const orden of ORDENES) {
      const byPriority = orden.startsWith('prioridad')
      expect(list(`orden=${orden}&${date}`).cursor === null, orden).toBe(byPriority)
      expect(list(`orden=${orden}&${weight}`).cursor === null, orden).toBe(!byPriority)
    }
  })
})

describe('a quick filter', () => {
  const names = (viewer: Viewer) => quickFilters(viewer).map(({ nombre }) => nombre)

  test('has an address of its own, which is known again, however it is sorted', () => {
    expect(quickFilters(STAFF).map(({ filter }) => String(listUrl(filter)))).toEqual([
      `/tickets?asignado=${STAFF.id}&espera=alguien`,
      '/tickets?asignado=nadie&espera=alguien',
      '/tickets?espera=equipo&orden=espera',
      '/tickets?prioridad=critica&espera=alguien',
    ])
    for (const { nombre, filter } of quickFilters(STAFF)) {
      const params = Object.fromEntries(new URLSearchParams(listUrl(filter).split('?')[1]))
      expect(quickFilterOf(readListUrl(params, STAFF, NOW).filter, STAFF)).toBe(nombre)
      expect(quickFilterOf({ ...filter, orden: 'antiguedad' }, STAFF)).toBe(nombre)
      expect(quickFilterOf({ ...filter, estado: 'abierto' }, STAFF)).toBeNull()
    }
  })

  test('of one’s own is not offered to auditors, who are given none', () => {
    expect(names(STAFF)).toEqual(['mios', 'sinAsignar', 'esperan', 'criticos'])
    expect(names({ ...STAFF, rol: 'auditor' })).toEqual(['sinAsignar', 'esperan', 'criticos'])
  })
})

describe('the choice of columns', () => {
  test('comes back from its cookie as it was, the title alone among them', () => {
    for (const chosen of [['numero', 'espera'], [], COLUMNAS]) {
      expect([...readColumns(storeColumns(parseColumns(chosen)))]).toEqual([...chosen])
    }
  })

  test('is what everybody has at first where a cookie makes no sense, and holds no column that there isn’t', () => {
    const first = readColumns(undefined)
    expect([first.has('estado'), first.has('creado')]).toEqual([true, false])
    expect(readColumns('nada')).toEqual(first)
    expect([...readColumns('titulo.estado.password_hash.estado')]).toEqual(['estado'])
  })
})
