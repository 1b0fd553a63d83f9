import { afterAll, beforeAll, expect, it } from 'vitest'
import { listDrafts, MAX_BORRADORES, saveDraft } from '@/auth/drafts'
import type { Connection } from '@/db/client'
import type { Clase } from '@/domain/draft-copies'
import { someTicket } from '../../support/follow'
import { expectInvariants } from '../../support/invariants'
import { openTestSystem, type TestSystem } from '../../support/system'

let system: TestSystem
let db: Connection
let ticket: number
let people: { one: number; other: number }

const NOW = Date.parse('2026-05-04T10:00:00.000Z')
const at = (second: number) => new Date(NOW + second * 1000).toISOString()

beforeAll(async () => {
  system = await openTestSystem()
  db = system.runtime.db.as('api_server')
  const [one, other] = [await system.person('operador'), await system.person('operador')]
  people = { one: one.id, other: other.id }
  ticket = await someTicket(system, one)
})
afterAll(() => system.close())

/** A fresh ticket, since drafts of the same key are one. */
async function fresh() {
  const actor = await system.person('operador')
  const key = { cuenta: actor.id, ticket: await someTicket(system, actor), clase: 'respuesta' as Clase }
  const put = (texto: string, second: number, ahora = NOW + 3_600_000) =>
    saveDraft(db, key, { texto, fecha: at(second) }, ahora)
  const read = async () => (await listDrafts(db, key))[key.clase]
  return { key, put, read }
}

// Mutant seen to fail: a list without `usuario_id = :cuenta`; the other one reads it.
it('is its author’s alone: another account neither reads nor touches it', async () => {
  const mine = { cuenta: people.one, ticket, clase: 'nota' as const }
  const theirs = { ...mine, cuenta: people.other }
  expect(await saveDraft(db, mine, { texto: 'Mío', fecha: at(1) }, NOW)).toBe(true)
  expect(await listDrafts(db, theirs)).toEqual({})
  expect(await saveDraft(db, theirs, { texto: '', fecha: at(9) }, NOW)).toBe(true)
  expect(await listDrafts(db, mine)).toEqual({ nota: { texto: 'Mío', fecha: at(1) } })
})

it('is one per kind: a reply and a note stand side by side', async () => {
  const { key, put } = await fresh()
  await put('Para el cliente', 1)
  await saveDraft(db, { ...key, clase: 'nota' }, { texto: 'Para nosotros', fecha: at(2) }, NOW)
  expect(await listDrafts(db, key)).toEqual({
    respuesta: { texto: 'Para el cliente', fecha: at(1) },
    nota: { texto: 'Para nosotros', fecha: at(2) },
  })
})

// Mutant seen to fail: an upsert without its WHERE; the older one, come late, stays.
it('is the one that was typed last, in whatever order they arrive', async () => {
  const { put, read } = await fresh()
  expect(await put('la segunda', 2)).toBe(true)
  expect(await put('la primera', 1)).toBe(false)
  expect(await put('otra del mismo instante', 2)).toBe(false)
  expect(await read()).toEqual({ texto: 'la segunda', fecha: at(2) })
})

// Mutant seen to fail: an upsert without its WHERE.
it('is gone once it was sent, and no save that was on its way brings it back; newer typing stays', async () => {
  const { put, read } = await fresh()
  await put('Hola', 5)
  await put('', 6)
  expect(await put('Hol', 4)).toBe(false)
  expect(await put('Hola', 6)).toBe(false)
  expect((await read())?.texto).toBe('')
  await put('Lo siguiente', 8)
  expect(await put('', 6)).toBe(false)
  expect((await read())?.texto).toBe('Lo siguiente')
})

// Mutant seen to fail: an upsert that asks for a later date, and no more.
it('takes an empty one of the same moment as sent, in either order', async () => {
  const { put, read } = await fresh()
  await put('Hola', 5)
  expect(await put('', 5)).toBe(true)
  expect((await read())?.texto).toBe('')
})

// Mutant seen to fail: a sweep that spares the empty ones.
it('forgets after a day that it was sent', async () => {
  const { put } = await fresh()
  await put('', 5)
  expect(await put('vieja', 1)).toBe(false)
  expect(await put('vieja', 1, NOW + 25 * 3_600_000)).toBe(true)
})

// Mutant seen to fail: a date that is taken as it comes; nothing typed later by a right clock goes in.
it('lets no clock that is far ahead keep the others out for good', async () => {
  const { put, read } = await fresh()
  await put('Del año que viene', 365 * 86_400, NOW)
  expect((await read())?.fecha).toBe(at(300))
  expect(await put('De ahora', 301, NOW + 301_000)).toBe(true)
})

// Mutant seen to fail: an INSERT without its count.
it('keeps no more than so many of one account', async () => {
  const { key, put } = await fresh()
  const tickets: number[] = []
  const actor = await system.person('operador')
  for (let made = 0; made < MAX_BORRADORES / 2 + 1; made++) tickets.push(await someTicket(system, actor))
  let kept = 0
  for (const one of tickets)
    for (const clase of ['respuesta', 'nota'] as const)
      if (await saveDraft(db, { ...key, ticket: one, clase }, { texto: 'x', fecha: at(1) }, NOW)) kept += 1
  expect(kept).toBe(MAX_BORRADORES)
  expect(await put('uno más', 9)).toBe(false)
  expect(await saveDraft(db, { ...key, ticket: tickets[0] ?? 0 }, { texto: 'y', fecha: at(9) }, NOW)).toBe(
    true,
  )
})

it('writes nothing to the log', async () => {
  const before = await expectInvariants(system)
  const { put } = await fresh()
  const made = await expectInvariants(system)
  await put('Nada de esto pasó', 1)
  expect(await expectInvariants(system)).toHaveLength(made.length)
  expect(made.length).toBeGreaterThan(before.length)
})
