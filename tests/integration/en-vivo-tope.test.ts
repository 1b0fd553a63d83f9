import { readHead } from '@projections/engine/head'
import { changesQuery } from '@projections/linea_tiempo/changes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Connection } from '@/db/client'
import { createLiveFeed, type News } from '@/live/feed'
import { someTicket, tamper } from '../support/follow'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

// Mutants seen to fail: a read that goes to the head at once; a listener so far behind who is told what was read.
test('whoever is far behind has no more of the log read at once than a stretch of it', async () => {
  const ana = await system.person('cliente')
  await tamper(system, "UPDATE sqlite_sequence SET seq = 50000 WHERE name = 'interacciones'")
  await someTicket(system, ana)
  const real = system.runtime.db.as('api_server')
  const reads: number[] = []
  const db: Connection = {
    ...real,
    all: async (query, args) => {
      if (query.name.startsWith('linea_tiempo.cambios') && args && 'hasta' in args)
        reads.push(Number(args.hasta) - Number(args.desde))
      return await real.all(query, args)
    },
  }
  const head = await readHead(db)
  const feed = createLiveFeed({ db, pollEvery: 60_000, onError: () => undefined })
  const heard: News[] = []
  await feed.listen({ viewer: ana, desde: 0, hear: (news) => void heard.push(news) })
  feed.stop()
  expect(heard).toEqual([{ posicion: head, cambios: [], todo: true }])
  // A program, that wants all of it, reads on.
  let at = 0
  const found: number[] = []
  while (at < head) {
    const { cambios, posicion } = await changesQuery(db, ana, at, head)
    found.push(...cambios.map((change) => change.posicion))
    at = posicion
  }
  expect(found).toEqual([head])
  expect(Math.max(...reads)).toBeLessThanOrEqual(10_000)
})
