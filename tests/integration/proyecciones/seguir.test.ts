import { searchQuery } from '@projections/busqueda/search'
import { projectionStatus } from '@projections/engine/status'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catchUp, expectRebuilt } from '../../support/follow'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem({ seeded: true })
})
afterEach(async () => await system.close())

test('the example data, followed, are what a rebuild makes of them', async () => {
  await catchUp(system)
  await expectRebuilt(system)
  const status = await projectionStatus(system.runtime.db.as('admin'), Date.now())
  expect(status.map(({ estado }) => estado)).toEqual(['en_linea', 'en_linea', 'al_dia', 'al_dia', 'al_dia'])
  const found = await searchQuery(system.runtime.db.as('api_server'), { id: 1, rol: 'admin' }, 'impresora')
  console.log(found)
})
