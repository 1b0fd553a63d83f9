import { noteSeen } from '@projections/tickets/vistos'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listDrafts, saveDraft } from '@/auth/drafts'
import { dropSavedFilter, listSavedFilters, saveFilter } from '@/auth/saved-filters'
import { someTicket } from '../../support/follow'
import { whileLocked } from '../../support/locked'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
beforeEach(async () => {
  system = await openTestSystem()
})
afterEach(async () => await system.close())

/** How several things end that meet the lock, which is held longer than a statement waits for it. */
const endings = (work: () => readonly Promise<unknown>[]): Promise<string[]> =>
  whileLocked(system.url, async (release) => {
    const done = Promise.allSettled(work())
    await new Promise((resolve) => setTimeout(resolve, 150))
    await release()
    return (await done).map(({ status }) => status)
  })

// Mutants seen to fail: each of the four without `retryBusy`; a connection renewed out of turn, under another's hands.
test('what a person keeps beside the log is written once another process lets go of the lock', async () => {
  const db = system.runtime.db.as('api_server')
  const team = await system.person('operador')
  const id = await someTicket(system, await system.person('cliente'))
  const [ahora, cuenta] = [new Date().toISOString(), team.id]
  await saveFilter(db, cuenta, { nombre: 'viejo', consulta: '' }, ahora)
  const draft = { texto: 'A medias', fecha: ahora }
  const outcomes = await endings(() => [
    saveFilter(db, cuenta, { nombre: 'nuevo', consulta: 'tipo=cierre' }, ahora),
    dropSavedFilter(db, cuenta, 'viejo'),
    saveDraft(db, { cuenta, ticket: id, clase: 'respuesta' }, draft, Date.now()),
    noteSeen(db, team, { id, version: 1 }),
  ])
  expect(outcomes).toEqual(Array.from({ length: 4 }, () => 'fulfilled'))
  expect(await listSavedFilters(db, cuenta)).toEqual([{ nombre: 'nuevo', consulta: 'tipo=cierre' }])
  expect(await listDrafts(db, { cuenta, ticket: id })).toEqual({ respuesta: draft })
})
