import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keys } from '@/redis/keys'
import { RedisUnavailable } from '@/redis/reply'
import { type CacheWorld, openCacheWorld, readsOf, TICKET } from '../../support/caches/world'
import { hasRedisServer } from '../../support/redis-server'
import { comentar } from '../../support/suites/bus/world'

describe.skipIf(!hasRedisServer)('the read caches while Redis fails', () => {
  let world: CacheWorld
  beforeEach(async () => {
    world = await openCacheWorld()
    await world.follow()
    await world.page(world.operador)
  })
  afterEach(async () => {
    world.redis.resume()
    await world.close()
  })

  /** Writes, and then reads as everybody and as the writer: both see it, whatever Redis does. */
  async function writeAndRead(): Promise<void> {
    const { system, operador, cliente, page, truth } = world
    const result = await system.dispatch(operador, comentar('Mientras tanto'))
    expect(result.estado).toBe('aceptado')
    for (const viewer of [operador, cliente]) expect(await page(viewer)).toEqual(await truth(viewer))
  }

  /** Follows until Redis lets it; then a page is warm again. */
  async function expectHealed(): Promise<void> {
    const { operador, page, truth, requestsOf, follow } = world
    const followed = () =>
      follow().catch((error: unknown) => {
        if (error instanceof RedisUnavailable) return false
        throw error
      })
    await expect.poll(followed, { timeout: 40_000, interval: 100 }).toBe(true)
    // Turns that nobody fills any more, taken by a server that had stopped, end by themselves.
    const warm = () => requestsOf(() => page(operador))
    await expect.poll(warm, { timeout: 20_000, interval: 100 }).toBe(0)
    expect(await page(operador)).toEqual(await truth(operador))
    await writeAndRead()
  }

  // Mutant seen to fail: what `#begin` throws is thrown on.
  test('read right while it is killed, and heal once it is back', { timeout: 60_000 }, async () => {
    const degraded = readsOf('ticket.detalle', 'degradado')
    await world.redis.kill()
    await writeAndRead()
    expect(readsOf('ticket.detalle', 'degradado')).toBeGreaterThan(degraded)
    await world.redis.start()
    await expectHealed()
  })

  test('read right while it is stopped with its values in it, and heal', { timeout: 60_000 }, async () => {
    world.redis.pause()
    await writeAndRead()
    world.redis.resume()
    await expectHealed()
  })

  test('read right after it was flushed, and heal', async () => {
    await world.redis.flush()
    await writeAndRead()
    await expectHealed()
  })

  // Mutant seen to fail: a refused floor that is not followed by DEL.
  test('read right while it has no room, and heal', async () => {
    const { redis } = world.system.runtime.redis
    const { detalle } = keys.ticket.interna(TICKET)
    expect(await redis.exists(detalle)).toBe(1)
    await redis.exec(['CONFIG', 'SET', 'maxmemory', '1'])
    await writeAndRead()
    expect(await redis.exists(detalle)).toBe(0)
    await redis.exec(['CONFIG', 'SET', 'maxmemory', '0'])
    await expectHealed()
  })
})
