import { type Change, changesQuery } from '@projections/linea_tiempo/changes'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from '@/domain/actor'
import type { Rol } from '@/domain/values'
import type { News } from '@/live/feed'
import { ticketCommand } from '../support/arbitraries'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { someTicket } from '../support/follow'
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
  const end = await system.runtime.live.listen({ viewer: ear.viewer, desde: ear.posicion, hear })
  expect(end).not.toBeNull()
  ear.end = end ?? ear.end
}

/** What a person may know, read in one go from the log by their own query. */
async function known({ runtime }: TestSystem, { viewer }: Ear): Promise<Change[]> {
  const found: Change[] = []
  for (;;) {
    const { cambios: next } = await changesQuery(
      runtime.db.as('api_server'),
      viewer,
      found.at(-1)?.posicion ?? 0,
      Number.MAX_SAFE_INTEGER,
    )
    if (next.length === 0) return found
    found.push(...next)
  }
}

const ROLES: readonly Rol[] = ['cliente', 'cliente', 'operador', 'admin', 'auditor']
const command = fc.record({ who: fc.nat({ max: ROLES.length - 1 }), comando: ticketCommand(3, ROLES.length) })
const turn = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 6 }),
  /** Who goes away meanwhile, and whether they are back only after what happens. */
  who: fc.nat({ max: ROLES.length - 1 }),
  late: fc.boolean(),
})

/** A service with a ticket of each client and one more, and somebody of every role who listens. */
async function open(system: TestSystem): Promise<Ear[]> {
  const ears: Ear[] = []
  for (const rol of ROLES)
    ears.push({ viewer: await system.person(rol), heard: [], posicion: 0, end: () => undefined })
  for (const { viewer } of [0, 1, 0].flatMap((index) => ears[index] ?? [])) await someTicket(system, viewer)
  for (const ear of ears) await listen(system, ear)
  return ears
}

// Seen to fail: `mayKnow` without the owner, or without `esInterno`; a listener that is told what it missed only
// after what is new; `posicion` set by every listener that comes.
test(
  'whoever listens hears of everything that they may know, once and in order, however often they come and go',
  async () => {
    const property = fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 10 }), async (turns) => {
      const system = await openTestSystem()
      try {
        const ears = await open(system)
        for (const { commands, who, late } of turns) {
          const ear = ears[who]
          ear?.end()
          const given = Promise.all(
            commands.flatMap(({ who: by, comando }) => {
              const actor = ears[by]?.viewer
              return actor ? [system.dispatch(actor, comando)] : []
            }),
          )
          if (late) await given
          if (ear) await listen(system, ear)
          await given
        }
        system.runtime.live.wake()
        for (const ear of ears) {
          const all = await known(system, ear)
          await expect.poll(() => ear.heard.length).toBe(all.length)
          expect(ear.heard).toEqual(all)
        }
      } finally {
        await system.close()
      }
    })
    await fc.assert(property, fcParams(15))
  },
  FC_TIMEOUT,
)
