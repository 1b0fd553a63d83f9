import { fillFile } from '@projections/engine/fill'
import { Follower } from '@projections/engine/follower'
import type { ProjectionName } from '@projections/engine/projection'
import type { RebuildReport } from '@projections/engine/rebuild'
import { rebuildLive } from '@projections/engine/rebuild-live'
import { compareWithLog } from '@projections/engine/verify'
import { CATCH_UP, PROJECTION_NAMES } from '@projections/registry'
import { type Database, openDatabase } from '@/db/client'
import { createUlids } from '@/events/ids'
import { measure, say, task } from './scenario'

// Our rebuilds and what follows the log, as production runs them; what they find is checked.
const given = task()
const database = await openDatabase({ url: `file:${given.file}` })
const ulids = createUlids()
const newId = () => ulids(Date.now())

const MODES: Readonly<Record<string, () => Promise<number>>> = {
  tickets: async () => equal(await rebuild(['tickets'])),
  todas: async () => equal(await rebuild(PROJECTION_NAMES)),
  verificar: async () => equal(await compareWithLog(database.as('admin'), PROJECTION_NAMES)),
  'tickets vacía': async () => (await rebuild(['tickets'])).posicion,
  'todas vacías': async () => {
    const { posicion } = await rebuild(['usuarios', 'tickets'])
    await fillFile(`file:${given.file}`, database, Date.now)
    return posicion
  },
  seguir: () => follow(database),
  // Beside commands, until it is killed.
  'sin fin': async () => {
    for (;;) await rebuild(['tickets'], () => say('sigo'))
  },
}

const mode = MODES[given.mode]
if (!mode) throw new Error(`no mode ${given.mode}`)
await measure(mode)
database.close()

async function rebuild(nombres: readonly ProjectionName[], onProgress?: () => void): Promise<RebuildReport> {
  const url = `file:${given.file}`
  const listen = onProgress ? { onProgress } : {}
  const report = await rebuildLive(nombres, { database, url, now: Date.now, newId, ...listen })
  if (report.sinReparar > 0) throw new Error(`${report.sinReparar} rows still differ`)
  return report
}

function equal(report: RebuildReport): number {
  if (report.total > 0) throw new Error(JSON.stringify(report.differences.slice(0, 3)))
  return report.posicion
}

async function follow(database: Database): Promise<number> {
  const options = { db: database.as('projector'), now: Date.now, leaseFor: 60_000 }
  const followers = CATCH_UP.map((projection) => new Follower(projection, { ...options, titular: newId() }))
  const ends = await Promise.all(followers.map((follower) => follower.follow()))
  if (ends.some((end) => end !== 'al_dia')) throw new Error(ends.join(', '))
  return given.hasta
}
