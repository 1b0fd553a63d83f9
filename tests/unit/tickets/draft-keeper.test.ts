import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type * as Keepers from '@/components/tickets/compositor/draft-keeper'
import type { Borrador } from '@/domain/draft-copies'

const NOW = Date.parse('2026-05-04T10:00:00.000Z')
const at = (second: number) => new Date(NOW + second * 1000).toISOString()
const draft = (texto: string, second = 0): Borrador => ({ texto, fecha: at(second) })
const KEY = 'bitacora:borrador:1:7:respuesta'

/** What was sent, in order, and how each is answered: by default at once, as taken. */
const sent: string[] = []
let answer: (texto: string) => Promise<number> = async () => 204
/** What the browser keeps: like `localStorage`, its keys are its own properties. */
let kept: Record<string, string>

// A page of its own for each test: what one left under way is nothing to the next.
let createDraftKeeper: typeof Keepers.createDraftKeeper
let leaveDrafts: typeof Keepers.leaveDrafts

beforeEach(async () => {
  vi.resetModules()
  ;({ createDraftKeeper, leaveDrafts } = await import('@/components/tickets/compositor/draft-keeper'))
  vi.useFakeTimers({ now: NOW })
  sent.length = 0
  answer = async () => 204
  kept = {}
  const methods = {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => Object.assign(kept, { [key]: value }) },
    removeItem: { value: (key: string) => delete kept[key] },
  }
  vi.stubGlobal('localStorage', Object.defineProperties(kept, methods))
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    const { texto } = JSON.parse(body) as Borrador
    sent.push(texto)
    return new Response(null, { status: await answer(texto) })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Answers that wait until they are let go. */
function hold() {
  const letGo: ((status: number) => void)[] = []
  answer = () => new Promise((resolve) => letGo.push(resolve))
  return letGo
}

describe('a draft that is kept', () => {
  test('is here at once, and goes to the server a moment after the last key, as it then is', async () => {
    const keeper = createDraftKeeper(1, 7)
    keeper.keep('respuesta', draft('H'))
    await vi.advanceTimersByTimeAsync(500)
    keeper.keep('respuesta', draft('Hola', 1))
    expect(keeper.read('respuesta')).toMatchObject(draft('Hola', 1))
    await vi.advanceTimersByTimeAsync(700)
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual(['Hola'])
  })

  // Mutant seen to fail: no retry.
  test('is tried again after a failure, once the server is back, with what was typed since', async () => {
    const keeper = createDraftKeeper(1, 7)
    answer = async () => 503
    keeper.keep('respuesta', draft('uno'))
    await vi.advanceTimersByTimeAsync(6000)
    expect(sent).toEqual(['uno', 'uno'])
    keeper.keep('respuesta', draft('dos', 6))
    answer = async () => 204
    await vi.advanceTimersByTimeAsync(20_000)
    expect(sent.slice(2)).toEqual(['dos'])
  })

  test('that nobody will take is not tried again, and stays here', async () => {
    const keeper = createDraftKeeper(1, 7)
    answer = async () => 403
    keeper.keep('nota', draft('tarde'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['tarde'])
    expect(keeper.read('nota')).toMatchObject({ texto: 'tarde' })
  })

  test('waits for the one before it while the page stays', async () => {
    const letGo = hold()
    const keeper = createDraftKeeper(1, 7)
    keeper.keep('respuesta', draft('uno'))
    await vi.advanceTimersByTimeAsync(1000)
    keeper.keep('respuesta', draft('dos', 1))
    await vi.advanceTimersByTimeAsync(5000)
    expect(sent).toEqual(['uno'])
    letGo[0]?.(204)
    await vi.advanceTimersByTimeAsync(100)
    expect(sent).toEqual(['uno', 'dos'])
  })

  // Mutant seen to fail: a retry that brings what failed in the place of what was typed since.
  test('is what was typed last, also where the one before it failed', async () => {
    const letGo = hold()
    const keeper = createDraftKeeper(1, 7)
    keeper.keep('respuesta', draft('uno'))
    await vi.advanceTimersByTimeAsync(1000)
    keeper.keep('respuesta', draft('dos', 1))
    letGo[0]?.(503)
    await vi.advanceTimersByTimeAsync(6000)
    expect(sent).toEqual(['uno', 'dos'])
  })
})

describe('a keeper that is closed', () => {
  // Mutant seen to fail: a close that sends nothing while another save is under way.
  test('sends what waits, also while a save is under way, and nothing more afterwards', async () => {
    const letGo = hold()
    const keeper = createDraftKeeper(1, 7)
    keeper.keep('respuesta', draft('uno'))
    await vi.advanceTimersByTimeAsync(1000)
    keeper.keep('respuesta', draft('dos', 1))
    keeper.close()
    expect(sent).toEqual(['uno', 'dos'])
    for (const go of letGo) go(503)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['uno', 'dos'])
  })
})

describe('who logs out', () => {
  // Mutants seen to fail: what waits is not sent first; what the server has is left here; what it has not is dropped.
  test('leaves here only what the server has not got', async () => {
    const keeper = createDraftKeeper(1, 7)
    createDraftKeeper(1, 8).keep('nota', draft('de otro ticket'))
    await vi.advanceTimersByTimeAsync(1000)
    answer = async (texto) => (texto === 'sin red' ? 503 : 204)
    keeper.keep('respuesta', draft('de ahora'))
    keeper.keep('nota', draft('sin red'))
    await leaveDrafts()
    expect(sent).toContain('de ahora')
    expect(Object.keys(kept)).toEqual(['bitacora:borrador:1:7:nota'])
    keeper.close()
  })

  test('does not wait for ever for a server that does not answer', async () => {
    hold()
    const keeper = createDraftKeeper(1, 7)
    keeper.keep('respuesta', draft('sin respuesta'))
    const left = leaveDrafts()
    await vi.advanceTimersByTimeAsync(3000)
    await left
    expect(keeper.read('respuesta')).toMatchObject({ texto: 'sin respuesta' })
  })

  // Mutant seen to fail: a mark that does not ask up to when; what was typed since goes with it.
  test('loses nothing that was typed after what the server has', async () => {
    const keeper = createDraftKeeper(1, 9)
    kept['bitacora:borrador:1:9:nota'] = JSON.stringify(draft('lo último', 5))
    keeper.taken('nota', at(4))
    await leaveDrafts()
    expect(keeper.read('nota')).toMatchObject({ texto: 'lo último' })
    keeper.taken('nota', at(5))
    await leaveDrafts()
    expect(keeper.read('nota')).toBeNull()
  })
})

// Mutant seen to fail: a sweep of the empty ones alone.
test('what nobody came back for is gone after a month, an empty one after a day', () => {
  const day = 24 * 3600
  kept[KEY] = JSON.stringify(draft('olvidado', -31 * day))
  kept['bitacora:borrador:1:8:nota'] = JSON.stringify(draft('de hace poco', -29 * day))
  kept['bitacora:borrador:2:8:nota'] = JSON.stringify(draft('', -2 * day))
  kept['bitacora:borrador:2:9:nota'] = JSON.stringify(draft('', -day / 2))
  kept['bitacora:borrador:2:10:nota'] = 'nada que se entienda'
  createDraftKeeper(1, 7)
  expect(Object.keys(kept)).toEqual(['bitacora:borrador:1:8:nota', 'bitacora:borrador:2:9:nota'])
})
