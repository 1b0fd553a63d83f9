import { describe } from 'vitest'
import type { TestSystem } from '../../system'
import { between } from './between'
import { groups } from './groups'
import { lostAnswers } from './lost-answers'
import { remembered } from './remembered'
import { repeatedCommands } from './repeated'
import { freshBusWorld } from './world'

/** What the bus promises on every database: run on each way of reaching one. */
export function busSuite(database: string, open: () => Promise<TestSystem>): void {
  describe(`the bus on ${database}`, () => {
    const world = freshBusWorld(open)
    repeatedCommands(world)
    lostAnswers(world)
    groups(world)
    between(world)
    remembered(world)
  })
}
