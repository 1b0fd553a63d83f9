import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { takeTurns } from '@/db/turns'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

// Mutants seen to fail: turns that don't wait for the one before; a long piece without its rest.
test('one piece of work at a time, and after a long one a rest as long', async () => {
  const turn = takeTurns()
  const told: string[] = []
  const piece = (name: string, ms: number) =>
    turn(async () => {
      told.push(`${name} empieza`)
      await new Promise((resolve) => setTimeout(resolve, ms))
      told.push(`${name} acaba`)
    })
  const all = [piece('largo', 30), piece('corto', 2), piece('último', 2)]
  await vi.advanceTimersByTimeAsync(30)
  expect(told).toEqual(['largo empieza', 'largo acaba'])
  await vi.advanceTimersByTimeAsync(29)
  expect(told).toEqual(['largo empieza', 'largo acaba'])
  await vi.advanceTimersByTimeAsync(1)
  expect(told.at(-1)).toBe('corto empieza')
  await vi.advanceTimersByTimeAsync(2)
  expect(told.slice(-2)).toEqual(['corto acaba', 'último empieza'])
  await vi.advanceTimersByTimeAsync(2)
  await Promise.all(all)
  expect(told.at(-1)).toBe('último acaba')
})

// Mutant seen to fail: a turn that a failing piece never gives back.
test('a piece that fails says so, and the next has its turn', async () => {
  const turn = takeTurns()
  const failed = turn(() => Promise.reject(new Error('no se pudo')))
  const next = turn(() => Promise.resolve('hecho'))
  await expect(failed).rejects.toThrow('no se pudo')
  expect(await next).toBe('hecho')
})
