import { writeSync } from 'node:fs'
import { readConfig } from '@/config'
import { startSealService } from '@/events/seals/service'
import { createRuntime } from '@/runtime'

// Seals the log until somebody kills this process; it says so at every write.

const config = readConfig()
const { db } = await createRuntime(config)
const sealer = db.as('sealer')
const announced = {
  ...sealer,
  async batch(items: Parameters<typeof sealer.batch>[0]) {
    writeSync(1, '.')
    return await sealer.batch(items)
  },
}
startSealService({
  db: announced,
  now: Date.now,
  claveFichero: config.sellado.clave,
  targets: config.sellado,
  pollEvery: 20,
  sealEvery: 20,
  onError: (what, error) => writeSync(2, `${what}: ${String(error)}\n`),
})
setInterval(() => undefined, 1000)
