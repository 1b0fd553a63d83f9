import { catchUpStep } from '@projections/engine/catch-up'
import { LostFence } from '@projections/engine/checkpoints'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { catchUpOf, PROJECTION_NAMES } from '@projections/registry'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catchUp, expectRebuilt, someTicket, tamper } from '../../support/follow'
import { expectInvariants } from '../../support/invariants'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ remote: true })
  const cliente = await system.person('cliente')
  for (let n = 0; n < 3; n++) await someTicket(system, cliente)
})
afterEach(async () => await system.close())

const times = { ahora: '2026-03-01T10:00:00.000Z', hasta: '2026-03-01T10:00:05.000Z' }

test('the fence holds over the network: who was overtaken writes nothing', async () => {
  const db = system.runtime.db.as('projector')
  const step = { projection: catchUpOf('tickets_versiones'), desde: 0, titular: null, ...times }
  await catchUpStep(db, step)
  await expect(catchUpStep(db, step)).rejects.toThrow(LostFence)
  await expectRebuilt(system)
})

test('a remote database is followed, damaged, rebuilt and found whole', async () => {
  await catchUp(system)
  await tamper(
    system,
    "UPDATE tickets SET prioridad = 'critica' WHERE id = 2",
    'DELETE FROM resumen_dias',
    "UPDATE busqueda SET texto = 'nada' WHERE rowid > 2",
  )
  const { db, newId } = system.runtime
  const { url } = system.config.database
  const report = await rebuildLive(PROJECTION_NAMES, { database: db, url, now: Date.now, newId })
  expect(report.sinReparar).toBe(0)
  expect(new Set(report.differences.map(({ table }) => table))).toEqual(
    new Set(['tickets', 'resumen_dias', 'busqueda']),
  )
  await expectInvariants(system)
  await expectRebuilt(system)
})
