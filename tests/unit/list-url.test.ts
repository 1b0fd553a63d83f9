import { describe, expect, test } from 'vitest'
import { listUrl, readListUrl, unfilteredUrl } from '@/components/tickets/lista/list-url'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const read = (params: Record<string, string>) => readListUrl(params, { id: 2, rol: 'operador' }, NOW)

describe('the address of a search', () => {
  test('is read as it was written, with its order and place', () => {
    const { filter, cursor } = read({ texto: 'red', orden: 'relevancia', estado: 'abierto', desde: '7_0049' })
    expect(cursor).toEqual({ id: 7, clave: '0049' })
    expect(listUrl(filter, { cursor })).toBe(
      '/tickets?estado=abierto&texto=red&orden=relevancia&desde=7_0049',
    )
  })

  test('sorts by relevance only what is searched for', () => {
    expect(read({ orden: 'relevancia' }).filter.orden).toBe('actualizacion')
    expect(read({ orden: 'relevancia', texto: 'red' }).filter.orden).toBe('relevancia')
  })

  // Mutant seen to fail: the order kept as it was.
  test('without its filters is sorted by nothing that filters', () => {
    expect(unfilteredUrl({ texto: 'red', orden: 'espera' })).toBe('/tickets?texto=red')
    expect(unfilteredUrl({ texto: 'red', orden: 'relevancia' })).toBe('/tickets?texto=red&orden=relevancia')
    expect(unfilteredUrl({ estado: 'abierto', orden: 'relevancia' })).toBe('/tickets?estado=abierto')
    expect(unfilteredUrl({ estado: 'abierto', orden: 'prioridad' })).toContain('orden=prioridad')
  })

  // Mutant: one pattern for all keys begins a page by relevance at a time.
  test('begins at the first page where the place is of another order', () => {
    const time = '7_2026-01-01T00:00:00.000Z'
    expect(read({ texto: 'red', orden: 'relevancia', desde: time }).cursor).toBeNull()
    expect(read({ texto: 'red', desde: '7_0049' }).cursor).toBeNull()
    expect(read({ texto: 'red', desde: time }).cursor).not.toBeNull()
  })

  test('of the past searches for nothing', () => {
    const { filter } = read({ texto: 'red', orden: 'relevancia', momento: '2026-01-01T00:00' })
    expect(filter).toMatchObject({ texto: null, orden: 'actualizacion' })
  })
})
