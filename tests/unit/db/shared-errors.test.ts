import { expect, test, vi } from 'vitest'

async function load() {
  const { AnswerLost, DatabaseBusy } = await import('@/db/errors')
  const { OutcomeUnknown } = await import('@/commands/types')
  return { AnswerLost, DatabaseBusy, OutcomeUnknown }
}

// Mutant seen to fail: the classes as they were, known by their constructors: nothing of a page was tried again.
test('what the runtime throws is known in another module graph, and is not taken for its neighbour', async () => {
  const runtime = await load()
  vi.resetModules()
  const page = await load()
  expect(page.DatabaseBusy).not.toBe(runtime.DatabaseBusy)
  for (const [thrown, made] of Object.entries(runtime))
    for (const [caught, known] of Object.entries(page))
      expect(new made('x') instanceof known, `${thrown}, caught as ${caught}`).toBe(thrown === caught)
  expect(new runtime.DatabaseBusy('locked', { cause: 1 })).toMatchObject({ message: 'locked', cause: 1 })
  for (const known of Object.values(page)) expect(new Error('x')).not.toBeInstanceOf(known)
})
