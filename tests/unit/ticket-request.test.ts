import { describe, expect, test } from 'vitest'
import { listUrl, readListUrl } from '@/components/tickets/list-url'
import { placeOf, readTicketUrl } from '@/components/tickets/ticket-request'
import { ticketUrl } from '@/components/tickets/ticket-url'

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
})
