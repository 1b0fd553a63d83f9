import { writeSync } from 'node:fs'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { startRunner } from '@projections/engine/runner'
import { PROJECTION_NAMES } from '@projections/registry'
import { readConfig } from '@/config'
import { createRuntime } from '@/runtime'

// Follows the log, or rebuilds from it, until somebody kills this process; it says so as it goes.

const config = readConfig()
const { db, newId } = await createRuntime(config)
const say = () => writeSync(1, '.')

if (process.env.WORK === 'rebuild') {
  const { url } = config.database
  const pace = async () => {
    say()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await rebuildLive(PROJECTION_NAMES, { database: db, url, now: Date.now, newId, pace })
  writeSync(1, '!')
} else {
  const projector = db.as('projector')
  const announced = {
    ...projector,
    async batch(items: Parameters<typeof projector.batch>[0]) {
      const results = await projector.batch(items)
      say()
      return results
    },
  }
  startRunner({ db: announced, now: Date.now, titular: newId(), pollEvery: 50, leaseFor: 300 })
  setInterval(() => undefined, 1000)
}
