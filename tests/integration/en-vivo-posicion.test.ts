import { readHead } from '@projections/engine/head'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLiveFeed, type News } from '@/live/feed'
import { someTicket } from '../support/follow'
import { openTestSystem, type TestSystem } from '../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(() => system.close())

// Mutant seen to fail: what was read for those who left told to whoever came since, as it was.
test('the feed does not go back for who comes while the changes of somebody who left are being read', async () => {
  const person = await system.person('operador')
  const viewer = { id: person.id, rol: person.rol }
  const head = async () => await readHead(system.runtime.db.as('api_server'))
  const real = system.runtime.db.as('api_server')
  let free: (() => void) | null = null
  let reading = () => {}
  const begun = new Promise<void>((resolve) => {
    reading = resolve
  })
  const db: typeof real = {
    ...real,
    all: async (query, args) => {
      const rows = await real.all(query, args)
      if (query.name !== 'linea_tiempo.cambios.interna' || free !== null) return rows
      await new Promise<void>((resolve) => {
        free = resolve
        reading()
      })
      return rows
    },
  }
  const feed = createLiveFeed({
    db,
    pollEvery: 60_000,
    onError: (what, error) => expect([what, error]).toBeNull(),
  })
  const leave = await feed.listen({ viewer, desde: await head(), hear: () => undefined })
  await someTicket(system, person)
  feed.wake()
  await begun
  leave?.()
  await someTicket(system, person)
  const heard: News[] = []
  const end = await feed.listen({ viewer, desde: await head(), hear: (news) => void heard.push(news) })
  const unblock = free as (() => void) | null
  unblock?.()
  await new Promise((resolve) => setTimeout(resolve, 50))
  await someTicket(system, person)
  feed.wake()
  await new Promise((resolve) => setTimeout(resolve, 200))
  end?.()
  const positions = heard.map(({ posicion }) => posicion)
  expect(positions).toEqual(positions.toSorted((one, other) => one - other))
  expect(positions.at(-1)).toBe(await head())
  expect(heard.flatMap(({ cambios }) => cambios.map(({ posicion }) => posicion))).toEqual([await head()])
})
