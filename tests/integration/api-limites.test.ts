import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeQuota } from '@/api/limits'
import { openRedis } from '@/redis/client'
import { type ApiSystem, openApiSystem, type Person } from '../support/api/system'

let system: ApiSystem
beforeEach(() => {
  // A minute that ends within a test would begin the count anew.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / 60_000) * 60_000 + 5000 })
})
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await system.close()
})

const own = (who: Person) => system.call('GET', '/api/cuentas/yo', { token: who.token })

describe('an account’s requests', () => {
  // Mutants seen to fail: `quota.allowed` not looked at; one key for all accounts; `<` for `<=`.
  it('are so many in a minute, and then 429 until it is over; others have their own', async () => {
    system = await openApiSystem({}, { api: { limite: 2 } })
    const [who, other] = [await system.caller('cliente'), await system.caller('cliente')]
    const given = [await own(who), await own(who), await own(who)]
    expect(given.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(given.map(({ headers }) => headers.get('ratelimit'))).toEqual(
      [1, 0, 0].map((rest) => `"api";r=${rest};t=55`),
    )
    const [refused] = given.slice(-1)
    expect(refused?.headers.get('retry-after')).toBe('55')
    expect(await refused?.json()).toMatchObject({ codigo: 'DEMASIADAS_PETICIONES' })
    expect((await own(other)).status).toBe(200)
    vi.setSystemTime(Date.now() + 60_000)
    expect((await own(who)).status).toBe(200)
  })

  // Mutant seen to fail: `incr` that may throw.
  it('are not counted where Redis does not answer, and nobody is turned away', async () => {
    system = await openApiSystem({}, { api: { limite: 1 } })
    const who = await system.caller('cliente')
    vi.spyOn(system.runtime.redis.redis, 'incr').mockRejectedValue(new Error('no answer'))
    for (let n = 0; n < 3; n++) expect((await own(who)).status).toBe(200)
  })

  // Mutant seen to fail: a key that never ends.
  it('leave nothing behind a minute later', async () => {
    system = await openApiSystem()
    let now = Date.now()
    const service = openRedis({ tipo: 'memoria' }, { now: () => now })
    expect((await takeQuota(service, 7, 1, now)).allowed).toBe(true)
    expect((await takeQuota(service, 7, 1, now)).allowed).toBe(false)
    now += 62_000
    expect((await takeQuota(service, 7, 1, now - 62_000)).allowed).toBe(true)
    service.close()
  })
})

describe('an account’s streams', () => {
  // Mutant seen to fail: `admitStream` not asked by the route.
  it('are ten, and the eleventh is told so', async () => {
    vi.useRealTimers()
    system = await openApiSystem()
    const [who, other] = [await system.caller('cliente'), await system.caller('cliente')]
    const listen = async ({ token }: Person) => (await system.call('GET', '/api/stream', { token })).status
    for (let n = 0; n < 10; n++) expect(await listen(who)).toBe(200)
    expect(await listen(who)).toBe(429)
    expect(await listen(other)).toBe(200)
  })
})
