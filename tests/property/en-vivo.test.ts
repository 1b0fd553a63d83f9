import { type Change, changesQuery } from '@projections/linea_tiempo/changes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import type { News } from '@/live/feed'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { bursts, dispatchAll, givenBy, people } from '../support/history'
import { openTestSystem, type TestSystem } from '../support/system'

/** A listener as a browser is one: what it heard, and where it would go on after a break. */
interface Ear {
  readonly viewer: Extract<Actor, { tipo: 'persona' }>
  readonly heard: Change[]
  posicion: number
  end: () => void
}

async function listen(system: TestSystem, ear: Ear): Promise<void> {
  const hear = ({ posicion, cambios, todo }: News) => {
    expect(todo).toBe(false)
    expect(posicion).toBeGreaterThanOrEqual(ear.posicion)
    ear.posicion = posicion
    ear.heard.push(...cambios)
  }
  ear.end = await system.runtime.live.listen({ viewer: ear.viewer, desde: ear.posicion, hear })
}

/** What a person may know, read in one go from the log by their own query. */
async function known({ runtime }: TestSystem, { viewer }: Ear): Promise<Change[]> {
  const found: Change[] = []
  for (;;) {
    const next = await changesQuery(
      runtime.db.as('api_server'),
      viewer,
      found.at(-1)?.posicion ?? 0,
      Number.MAX_SAFE_INTEGER,
    )
    if (next.length === 0) return found
    found.push(...next)
  }
}

// Seen to fail: `mayKnow` without the owner, or without `esInterno`; a listener that is told what it missed only
// after what is new; `posicion` set by every listener that comes.
test('whoever listens hears of everything that they may know, once and in order, however often they come and go', async () => {
  const comings = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.boolean()), { maxLength: 12 })
  const property = fc.asyncProperty(bursts, comings, async (history, comes) => {
    const system = await openTestSystem()
    try {
      const { actors, model } = await people(system)
      const ears = actors.flatMap((viewer): Ear[] =>
        viewer.tipo === 'persona' ? [{ viewer, heard: [], posicion: 0, end: () => undefined }] : [],
      )
      for (const ear of ears) await listen(system, ear)
      for (const [turn, burst] of history.entries()) {
        const [who, waits] = comes[turn % Math.max(comes.length, 1)] ?? [0, true]
        const ear = ears[who]
        ear?.end()
        const given = dispatchAll(system, givenBy(actors, model, burst))
        if (waits) await given
        // Comes back while the commands are still on their way, or after them.
        if (ear) await listen(system, ear)
        await given
      }
      system.runtime.live.wake()
      for (const ear of ears) {
        const all = await known(system, ear)
        await expect.poll(() => ear.heard.length).toBe(all.length)
        expect(ear.heard).toEqual(all)
      }
      const internal = ears.filter(({ viewer }) => viewer.rol === 'cliente').flatMap(({ heard }) => heard)
      expect(internal.filter(({ esInterno }) => esInterno)).toEqual([])
    } finally {
      await system.close()
    }
  })
  await fc.assert(property, fcParams(60))
}, FC_TIMEOUT)
