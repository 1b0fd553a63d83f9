import { describe, expect, it, vi } from 'vitest'
import { count, readCounters } from '@/metrics/counters'

describe('the counters', () => {
  it('add up by name and label, from zero', () => {
    count('prueba.sucesos', 'a')
    count('prueba.sucesos', 'a', 4)
    count('prueba.sucesos', 'b')
    count('prueba.otros', 'a', 0.5)
    expect(readCounters()).toMatchObject({ 'prueba.sucesos': { a: 5, b: 1 }, 'prueba.otros': { a: 0.5 } })
  })

  // Mutant seen to fail: a table per module.
  it('are one for all the module graphs of the process', async () => {
    count('prueba.grafos', 'x')
    vi.resetModules()
    const other = await import('@/metrics/counters')
    other.count('prueba.grafos', 'x')
    expect(other.count).not.toBe(count)
    expect(readCounters()['prueba.grafos']).toEqual({ x: 2 })
  })
})
