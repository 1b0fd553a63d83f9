import { readNewest, readTicket } from '@projections/caches/ticket'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keys } from '@/redis/keys'
import { createRuntime, type Runtime } from '@/runtime'
import { type CacheWorld, openCacheWorld, TICKET } from '../../support/caches/world'
import { FC_TIMEOUT, fcParams } from '../../support/fc'
import { hasRedisServer } from '../../support/redis-server'
import { comentar } from '../../support/suites/bus/world'

const DEEDS = ['leer', 'leer', 'leer', 'escribir', 'escribir', 'seguir', 'desalojar', 'vaciar'] as const
type Deed = (typeof DEEDS)[number]
interface Person {
  readonly cliente: boolean
  /** What they do, one after the other, each on either process. */
  readonly deeds: readonly { readonly deed: Deed; readonly enOtro: boolean }[]
}
const Person: fc.Arbitrary<Person> = fc.record({
  cliente: fc.boolean(),
  deeds: fc.array(fc.record({ deed: fc.constantFrom<Deed>(...DEEDS), enOtro: fc.boolean() }), {
    maxLength: 8,
  }),
})

describe.skipIf(!hasRedisServer)('two processes over one Redis and one remote database', () => {
  let world: CacheWorld
  let other: Runtime
  beforeAll(async () => {
    world = await openCacheWorld()
    other = await createRuntime(world.system.config)
  })
  afterAll(async () => {
    await other.close()
    await world.close()
  })

  /** One person's deeds, each on either process. @returns what they were shown that was older than what they saw */
  async function live({ cliente, deeds }: Person) {
    const person = cliente ? world.cliente : world.operador
    let seen = { posicion: 0, version: 0 }
    const broken: string[] = []
    for (const { deed, enOtro } of deeds) {
      const { bus, newId, cache, db, redis } = enOtro ? other : world.system.runtime
      if (deed === 'escribir') {
        const given = { comandoId: newId(), actor: person, comando: comentar('Otro') }
        const result = await bus.dispatch(given)
        if (result.estado === 'aceptado') seen = { posicion: result.posicion, version: result.version }
      } else if (deed === 'leer') {
        const reader = { cache, db: db.as('api_server'), viewer: person, minPos: seen.posicion }
        const ticket = await readTicket(reader, TICKET)
        const last = ticket && (await readNewest(reader, ticket)).eventos.at(-1)?.evento.sobre.version
        if (!ticket || !last || ticket.version < seen.version || last < seen.version)
          broken.push(`version ${ticket?.version ?? 0} and event ${last ?? 0} after ${seen.version}`)
      } else if (deed === 'seguir') await world.follow()
      else if (deed === 'desalojar') await redis.redis.del(keys.ticket.interna(TICKET).detalle)
      else await redis.redis.flushdb()
    }
    return broken
  }

  // Mutant seen to fail: the reader's position passed as 0, and no floor raised after a commit.
  test(
    'show nobody less than they were told of, whichever process they ask',
    async () => {
      const shown = fc.asyncProperty(fc.array(Person, { minLength: 2, maxLength: 4 }), async (people) => {
        await world.follow()
        expect((await Promise.all(people.map(live))).flat()).toEqual([])
      })
      // Nothing is tried again in a smaller form: real processes do not repeat their order.
      await fc.assert(shown, { ...fcParams(10), endOnFailure: true })
    },
    FC_TIMEOUT,
  )
})
