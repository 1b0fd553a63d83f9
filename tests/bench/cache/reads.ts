import { readChanges } from '@projections/caches/changes'
import { CacheFollower } from '@projections/caches/follow'
import { readNewest, readTicket } from '@projections/caches/ticket'
import { findTicketQuery } from '@projections/tickets/detail'
import { shownAccountQuery } from '@projections/usuarios/shown'
import { openDatabase } from '@/db/client'
import { createCache } from '@/redis/cache'
import { openRedis } from '@/redis/client'
import { percentile } from '../replay/scenario'
import { OPERATOR } from '../write/scenario'
import { say, task } from './scenario'

// The parts of a ticket's page, read as its page reads them.
const { url, authToken, redis: config, parte, fria, tickets, callers, seconds } = task()
const database = await openDatabase({ url, authToken })
const db = database.as('api_server')
// Patient: a read that gives Redis up for the database would be measured as one of the cache.
const redis = config && openRedis(config, { now: Date.now, answerWithin: 20_000 })
const cache = createCache({
  redis,
  now: Date.now,
  loadUser: (id) => shownAccountQuery(db, id),
  patience: Number.POSITIVE_INFINITY,
})
const viewer = { id: OPERATOR.id, rol: 'operador' } as const
const reader = { cache, db, viewer, minPos: 0 }

if (redis && !(await new CacheFollower((desde) => readChanges(db, desde), cache).follow()))
  throw new Error('the caches could not be opened')

const shown = await Promise.all(Array.from({ length: tickets }, (_, n) => findTicketQuery(db, viewer, n + 1)))

async function read(n: number): Promise<void> {
  const ticket = shown[n % tickets]
  if (!ticket) throw new Error(`no ticket ${n}`)
  const got =
    parte === 'detalle'
      ? (await readTicket(reader, ticket.id)) !== null
      : (await readNewest(reader, ticket)).eventos.length > 0
  if (!got) throw new Error('nothing was read')
}

/** Reads one ticket after another, so many at once, until `until` says so. @returns how long each took */
async function readAll(until: (n: number) => boolean): Promise<readonly number[]> {
  const took: number[] = []
  let next = 0
  const caller = async () => {
    for (let n = next++; !until(n); n = next++) {
      const start = performance.now()
      await read(n)
      took.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return took
}

const once = (n: number) => n >= tickets
if (!fria) await readAll(once)
const start = performance.now()
const took = await readAll(fria ? once : () => performance.now() - start > seconds * 1000)
const perSecond = took.length / ((performance.now() - start) / 1000)
say({ perSecond, p50: percentile(took, 0.5), p99: percentile(took, 0.99) })
redis?.close()
database.close()
