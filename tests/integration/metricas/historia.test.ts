import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EMPTY } from '@/metrics/snapshot'
import { rollUp } from '@/runtime/metrics/rollup'
import { keepItem, readHistory } from '@/runtime/metrics/store'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(() => system.close())

const monitor = () => system.runtime.db.as('monitor')
const iso = (ms: number) => new Date(ms).toISOString()
const STRETCH_MS = 600_000

// Mutant seen to fail: the walk begins after the last stretch that was kept, as it did.
test('the history goes on after a service was away for 300 stretches', async () => {
  const [before, after] = [Date.parse('2026-11-20T10:00:00.000Z'), Date.parse('2026-11-22T12:00:00.000Z')]
  expect((after - before) / STRETCH_MS).toBe(300)
  const minute = (at: number) =>
    keepItem('minuto', 'p'.repeat(26), { instante: iso(at), cifras: EMPTY, medidas: {} })
  await monitor().batch([minute(before), minute(after)])
  for (let tick = 0; tick < 3; tick++) await rollUp(monitor(), after + 3 * STRETCH_MS)
  const tens = await readHistory(monitor(), 'decena', '2026')
  expect(tens.map(({ instante }) => instante)).toEqual([iso(before), iso(after)])
})

// Mutant seen to fail: the oldest of them, in ascending order.
test('of more rows than are read, the newest are', async () => {
  const raw = createClient({ url: `file:${system.file}` })
  await raw.execute({
    sql: `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 20999)
      INSERT INTO metricas_historia (nivel, instante, proceso, cifras, medidas)
      SELECT 'minuto', strftime('%Y-%m-%dT%H:%M:00.000Z', '2026-11-20', (i / 100) || ' minutes'), substr('00000000000000000000000000' || (i % 100), -26), ?, '{}' FROM n`,
    args: [JSON.stringify(EMPTY)],
  })
  raw.close()
  const read = await readHistory(monitor(), 'minuto', '2026')
  expect([read.length, read[0]?.instante, read.at(-1)?.instante]).toEqual([
    20_000,
    '2026-11-20T00:10:00.000Z',
    '2026-11-20T03:29:00.000Z',
  ])
})
