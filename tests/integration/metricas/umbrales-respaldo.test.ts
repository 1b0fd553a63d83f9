import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ageMeasures } from '@/backup/mantenimiento/ages'
import { runMaintenance } from '@/backup/mantenimiento/perform'
import { recentRuns } from '@/backup/mantenimiento/runs'
import { TUNING } from '@/runtime/metrics/actions'
import { only, watch } from '../../support/metrics'
import { openTestSystem, type TestSystem } from '../../support/system'

const HOUR = 60 * 60_000
let system: TestSystem
let carpeta: string
beforeEach(async () => {
  system = await openTestSystem()
  carpeta = await mkdtemp(join(tmpdir(), 'bitacora-umbrales-'))
})
afterEach(async () => {
  await system.close()
  await rm(carpeta, { recursive: true, force: true })
})

describe('the alert for', () => {
  test.each([
    { ...only('edad_respaldo'), id: 'edad_respaldo', later: 51 * HOUR, accion: 'full' },
    { ...only('edad_simulacro'), id: 'edad_simulacro', later: 46 * 24 * HOUR, accion: 'drill' },
  ] as const)(
    '$id begins where the nights were missed, and ends with one',
    async ({ rules, id, later, accion }) => {
      const { db, bus, newId } = system.runtime
      const clock = { now: Date.now() }
      const watched = watch(system, { rules, otras: ageMeasures(db, () => clock.now) })
      await watched.settle()
      expect(watched.standing(id)).toMatchObject({ activa: false })
      clock.now += later
      await watched.settle()
      expect(watched.standing(id)).toMatchObject({ activa: true })
      const config = { ...system.config, respaldo: { ...system.config.respaldo, carpeta } }
      const parts = { db, bus, newId, now: () => clock.now, config }
      for (const one of accion === 'drill' ? (['full', 'drill'] as const) : ([accion] as const))
        await runMaintenance(parts, { accion: one, origen: 'consola', id: newId() })
      await watched.settle()
      expect(watched.standing(id)).toMatchObject({ activa: false, valor: 0 })
      await watched.monitor.stop()
    },
  )
})

test('the statistics are made anew by the button, as a run that is kept', async () => {
  await system.person('cliente')
  await TUNING.analizar.run?.(system.runtime, null)
  const [run] = await recentRuns(system.runtime.db.as('admin'), 1)
  expect(run).toMatchObject({ accion: 'analyze', origen: 'pagina', estado: 'hecho' })
  const raw = createClient({ url: system.url })
  const { rows } = await raw.execute(`SELECT count(*) AS n FROM sqlite_stat1 WHERE tbl = 'interacciones'`)
  raw.close()
  expect(Number(rows[0]?.n)).toBeGreaterThan(0)
})
