import superjson from 'superjson'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keys } from '@/redis/keys'
import { type CacheWorld, openCacheWorld, readsOf, TICKET } from '../../support/caches/world'
import { hasRedisServer } from '../../support/redis-server'
import { comentar } from '../../support/suites/bus/world'

const textsOf = (page: Awaited<ReturnType<CacheWorld['page']>>) =>
  page?.linea.eventos.flatMap(({ evento }) => (evento.tipo === 'comentario' ? [evento.contenido] : []))

describe.skipIf(!hasRedisServer)('the read caches over a remote database', () => {
  let world: CacheWorld
  beforeEach(async () => {
    world = await openCacheWorld()
    await world.follow()
  })
  afterEach(async () => await world.close())
  const exec = (...command: [string, ...string[]]) => world.system.runtime.redis.redis.exec(command)
  const positionOf = async () => {
    const result = await world.system.dispatch(world.operador, comentar('Otro'))
    if (result.estado !== 'aceptado') throw new Error('no comment')
    return result
  }

  // Mutant seen to fail: `activa` false, as over a file.
  test('read a warm page without a request to the database', async () => {
    const { operador, cliente, page, truth, requestsOf } = world
    for (const viewer of [operador, cliente]) {
      expect(await requestsOf(() => page(viewer))).toBeGreaterThan(0)
      expect(await requestsOf(() => page(viewer))).toBe(0)
      expect(await page(viewer)).toEqual(await truth(viewer))
    }
  })

  test('show the next event after its command was answered, by a floor and not by an age', async () => {
    const { operador, page, truth } = world
    const before = await page(operador)
    await positionOf()
    const after = await page(operador)
    expect(after).toEqual(await truth(operador))
    expect(after?.ticket.version).toBe(Number(before?.ticket.version) + 1)
  })

  // Mutants seen to fail: one key for both views; the client's schema without its literal.
  test('never give a client what is internal, not even where it got into their own key', async () => {
    const { operador, cliente, page } = world
    expect(textsOf(await page(operador))).toEqual(['Visible', 'Nota'])
    expect(textsOf(await page(cliente))).toEqual(['Visible'])
    const internal = keys.ticket.interna(TICKET)
    const own = keys.ticket.cliente(TICKET, cliente.id)
    for (const part of ['linea', 'origen'] as const) {
      const data = String(await exec('HGET', internal[part], 'd'))
      expect(await exec('HSET', own[part], 'd', data)).toBe(0)
    }
    expect(textsOf(await page(cliente))).toEqual(['Visible'])
  })

  test("give another client nothing, whatever is in that client's key", async () => {
    const { operador, cliente, page, system } = world
    const otro = await system.person('cliente')
    await world.follow()
    expect(await page(otro)).toBeNull()
    await Promise.all([page(operador), page(cliente)])
    const fields = (await exec('HGETALL', keys.ticket.cliente(TICKET, cliente.id).detalle)) as string[]
    await exec('HSET', keys.ticket.cliente(TICKET, otro.id).detalle, ...fields)
    expect(await page(otro)).toBeNull()
  })

  test.each([
    ['garbage', 'basura'],
    ['JSON of nothing', '{}'],
    ["an older schema's", superjson.stringify({ id: TICKET, titulo: 'Viejo' })],
  ])('miss what is no value of theirs: %s', async (_what, data) => {
    const { operador, page, truth, requestsOf } = world
    await page(operador)
    for (const key of Object.values(keys.ticket.interna(TICKET))) await exec('HSET', key, 'd', data)
    const misses = readsOf('ticket.detalle', 'fallo')
    expect(await page(operador)).toEqual(await truth(operador))
    expect(readsOf('ticket.detalle', 'fallo')).toBe(misses + 1)
    expect(await requestsOf(() => page(operador))).toBe(0)
  })

  // Mutant seen to fail: the position left out of `cache.begin`'s comparison.
  test('pass over a value that is older than what the reader has seen', async () => {
    const { operador, page, requestsOf } = world
    const seen = Number(await exec('HGET', keys.cacheState, 'posicion'))
    await page(operador)
    expect(await requestsOf(() => page(operador, seen))).toBe(0)
    expect(await requestsOf(() => page(operador, seen + 1))).toBeGreaterThan(0)
  })
})
