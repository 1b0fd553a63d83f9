import { Follower } from '@projections/engine/follower'
import { verifyProjections } from '@projections/engine/verify'
import { CATCH_UP, PROJECTION_NAMES } from '@projections/registry'
import { expect } from 'vitest'
import type { TestSystem } from './system'

/** Brings every catch-up projection up to date, as a runner of its own would. */
export async function catchUp(system: TestSystem): Promise<void> {
  const { db, newId } = system.runtime
  for (const projection of CATCH_UP) {
    const options = { db: db.as('projector'), now: Date.now, titular: newId(), leaseFor: 1000 }
    const follower = new Follower(projection, options)
    expect(await follower.follow()).toBe('al_dia')
    await follower.release()
  }
}

/** Every row and column of every projection is what the log adds up to. */
export async function expectRebuilt(system: TestSystem): Promise<void> {
  expect(await verifyProjections(system.runtime.db.as('admin'), PROJECTION_NAMES)).toEqual([])
}
