import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { RedisService } from '@/redis/client'
import { defineScript } from '@/redis/script'
import { type Place, places } from '../../support/redis/places'
import { texts } from '../../support/redis/texts'
import { hasRedisServer } from '../../support/redis-server'

const TRANSPORTS = hasRedisServer ? (['memoria', 'tcp', 'rest'] as const) : (['memoria'] as const)
const DAY = 86_400
const WRONGTYPE = 'WRONGTYPE Operation against a key holding the wrong kind of value'

const moveAndCount = defineScript({
  name: 'prueba.mover',
  lua: "redis.call('RPUSH', KEYS[1], ARGV[1]); return {redis.call('LLEN', KEYS[1]), ARGV[2], false}",
  twin(call, [list = ''], [item = '', other = '']) {
    call('RPUSH', list, item)
    return [call('LLEN', list), other, null]
  },
  reply: z.tuple([z.number(), z.string(), z.null()]),
})

// One suite for all: what differs between the transports can't be seen by whoever uses them.
describe.each(TRANSPORTS)('redis over %s', (name) => {
  let place: Place
  let service: RedisService
  beforeAll(async () => {
    place = await places[name]()
  })
  beforeEach(() => {
    service = place.open()
  })
  afterEach(async () => {
    await place.flush()
    service.close()
  })
  afterAll(async () => await place.stop())
  const exec = (...command: [string, ...(string | number)[]]) => service.redis.exec(command)
  /** What is left of a key's life, in days: a slow machine loses none. */
  const daysLeft = async (key: string) => Math.round(Number(await exec('TTL', key)) / DAY)

  test('says what it is, and answers the first command of all', async () => {
    expect(service.tipo).toBe(name)
    expect(await service.redis.ping()).toBe('PONG')
    expect(service.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  // Mutant seen to fail: automaticDeserialization left on.
  test.each(Object.entries(texts))('gives %s back as it was put in, wherever it is kept', async (_, text) => {
    const { redis } = service
    await redis.set('t', text)
    await redis.rpush('l', text)
    await redis.hset('h', { [text]: text })
    await redis.zadd('z', { score: 1, member: text })
    expect(await redis.get('t')).toBe(text)
    expect(await redis.lrange('l', 0, -1)).toEqual([text])
    expect(await redis.hgetall('h')).toEqual([text, text])
    expect(await redis.hget('h', text)).toBe(text)
    expect(await redis.zrange('z', 0, -1)).toEqual([text])
    expect(await service.run(moveAndCount, ['l2'], ['x', text])).toEqual([1, text, null])
  })

  test('turns half a character into what UTF-8 has for it', async () => {
    await service.redis.set('t', 'a\ud800b')
    expect(await service.redis.get('t')).toBe('a\ufffdb')
  })

  test('sets with every option, in any case', async () => {
    expect(await exec('set', 'k', '1', 'nx', 'px', 60_000)).toBe('OK')
    expect(await exec('SET', 'k', '2', 'NX')).toBeNull()
    expect(await service.redis.set('k', '3', { xx: true, ex: 90 * DAY })).toBe('OK')
    expect(await daysLeft('k')).toBe(90)
    expect(await exec('SET', 'k', '4', 'KeepTtl')).toBe('OK')
    expect(await daysLeft('k')).toBe(90)
    expect(await exec('SET', 'k', '5')).toBe('OK')
    expect(await exec('Ttl', 'k')).toBe(-1)
    expect(await exec('SET', 'otra', '5', 'XX')).toBeNull()
    expect(await exec('EXISTS', 'otra', 'k', 'k')).toBe(2)
    await expect(exec('SET', 'k', '5', 'NX', 'XX')).rejects.toThrow('ERR syntax error')
    await expect(exec('SET', 'k', '5', 'EX', '1', 'PX', '1')).rejects.toThrow('ERR syntax error')
    await expect(exec('SET', 'k', '5', 'EX')).rejects.toThrow('ERR syntax error')
    await expect(exec('SET', 'k', '5', 'EX', 'x')).rejects.toThrow('ERR value is not an integer')
    await expect(exec('SET', 'k', '5', 'EX', 0)).rejects.toThrow("ERR invalid expire time in 'set' command")
  })

  test('counts, and refuses to count what is no number', async () => {
    expect(await service.redis.incr('n')).toBe(1)
    expect(await service.redis.incr('n')).toBe(2)
    await service.redis.set('n', 'dos')
    await expect(service.redis.incr('n')).rejects.toThrow('ERR value is not an integer or out of range')
    await service.redis.set('n', '9223372036854775807')
    await expect(service.redis.incr('n')).rejects.toThrow('ERR increment or decrement would overflow')
  })

  test('keeps lists', async () => {
    const { redis } = service
    expect(await redis.rpush('l', 'b', 'c')).toBe(2)
    expect(await redis.lpush('l', 'a', 'z')).toBe(4)
    expect(await redis.lrange('l', 0, -1)).toEqual(['z', 'a', 'b', 'c'])
    expect(await redis.lmove('l', 'm', 'left', 'right')).toBe('z')
    expect(await redis.lmove('l', 'l', 'left', 'right')).toBe('a')
    expect(await redis.lmove('nada', 'l', 'left', 'right')).toBeNull()
    expect(await redis.lrange('l', -2, 9)).toEqual(['c', 'a'])
    expect(await redis.lpop('l')).toBe('b')
    expect(await redis.lrem('l', 1, 'a')).toBe(1)
    expect(await redis.llen('l')).toBe(1)
    expect(await redis.lpop('l')).toBe('c')
    expect(await redis.type('l')).toBe('none')
  })

  test('keeps hashes', async () => {
    const { redis } = service
    expect(await redis.hset('h', { a: '1', b: '2' })).toBe(2)
    expect(await redis.hset('h', { b: '3', c: '4' })).toBe(1)
    expect(await redis.hsetnx('h', 'a', '9')).toBe(0)
    expect(await redis.hsetnx('h', 'd', '5')).toBe(1)
    expect(await exec('HMGET', 'h', 'a', 'nada', 'd')).toEqual(['1', null, '5'])
    expect(await redis.hgetall('h')).toEqual(['a', '1', 'b', '3', 'c', '4', 'd', '5'])
    expect(await redis.hdel('h', 'a', 'a', 'nada')).toBe(1)
    expect(await redis.hlen('h')).toBe(3)
    expect(await redis.hget('nada', 'a')).toBeNull()
  })

  test('keeps sorted sets', async () => {
    expect(await exec('ZADD', 'z', 2, 'b', 1, 'c', 1, 'a', '+inf', 'fin')).toBe(4)
    expect(await exec('ZADD', 'z', 3, 'c')).toBe(0)
    expect(await exec('ZRANGE', 'z', 0, -1)).toEqual(['a', 'b', 'c', 'fin'])
    expect(await exec('ZRANGEBYSCORE', 'z', '(1', 3)).toEqual(['b', 'c'])
    expect(await exec('ZRANGEBYSCORE', 'z', '-inf', '+inf', 'limit', 1, 2)).toEqual(['b', 'c'])
    expect(await exec('ZSCORE', 'z', 'fin')).toBe('inf')
    expect(await service.redis.zscore('z', 'b')).toBe('2')
    expect(await exec('ZSCORE', 'z', 'nadie')).toBeNull()
    expect(await exec('ZREM', 'z', 'a', 'nadie')).toBe(1)
    expect(await exec('ZCARD', 'z')).toBe(3)
    await expect(exec('ZADD', 'z', 'uno', 'a')).rejects.toThrow('ERR value is not a valid float')
    await expect(exec('ZRANGEBYSCORE', 'z', 'x', 1)).rejects.toThrow('ERR min or max is not a float')
  })

  test('ends what is told to end, and says how long is left', async () => {
    const { redis } = service
    expect(await redis.expire('nada', 10)).toBe(0)
    expect(await exec('PTTL', 'nada')).toBe(-2)
    await redis.set('k', 'x')
    expect(await exec('PTTL', 'k')).toBe(-1)
    expect(await redis.expire('k', 3 * DAY)).toBe(1)
    expect(await daysLeft('k')).toBe(3)
    expect(await exec('PEXPIRE', 'k', 7000 * DAY)).toBe(1)
    expect(await daysLeft('k')).toBe(7)
    expect(await exec('EXPIRE', 'k', -1)).toBe(1)
    expect(await redis.get('k')).toBeNull()
    await expect(exec('EXPIRE', 'k', '9223372036854775807')).rejects.toThrow('ERR invalid expire time')
  })

  test('deletes, counts, tells types and wipes', async () => {
    const { redis } = service
    await exec('SET', 's', 'x')
    await exec('RPUSH', 'l', 'x')
    await exec('HSET', 'h', 'a', 'x')
    await exec('ZADD', 'z', 1, 'x')
    const types = await Promise.all(['s', 'l', 'h', 'z', 'nada'].map((key) => redis.type(key)))
    expect(types).toEqual(['string', 'list', 'hash', 'zset', 'none'])
    expect(await redis.del('s', 's', 'nada')).toBe(1)
    expect(await redis.dbsize()).toBe(3)
    expect(await exec('INFO', 'memory')).toMatch(/^used_memory:\d+\r?$/m)
    expect(await redis.flushdb()).toBe('OK')
    expect(await redis.dbsize()).toBe(0)
  })

  test('answers each command of a pipeline, in order, with its own error', async () => {
    const pipeline = service.redis.pipeline()
    const answers = await pipeline.set('k', 'x').incr('k').get('k').lpush('k', 'y').exec({ keepErrors: true })
    expect(answers.map(({ result, error }) => error ?? result)).toEqual([
      'OK',
      'ERR value is not an integer or out of range',
      'x',
      WRONGTYPE,
    ])
    expect(service.state.circuito).toBe('cerrado')
  })

  test('throws the first error of a pipeline that nobody wants the errors of', async () => {
    const pipeline = service.redis.pipeline().set('k', 'x').incr('k')
    await expect(pipeline.exec()).rejects.toThrow('ERR value is not an integer or out of range')
  })

  test('runs a transaction as one, and undoes nothing', async () => {
    const multi = service.redis.multi().set('k', 'x').lpush('k', 'y').hset('h', { a: '1' }).hgetall('h')
    const answers = await multi.exec({ keepErrors: true })
    expect(answers.map(({ result, error }) => error ?? result)).toEqual(['OK', WRONGTYPE, 1, ['a', '1']])
  })

  // Mutant seen to fail: no check before the in-process transaction.
  test('does nothing of a transaction with a command that is no command', async () => {
    const multi = service.redis.multi().set('k', 'x').del()
    await expect(multi.exec()).rejects.toThrow('EXECABORT Transaction discarded because of previous errors.')
    expect(await service.redis.get('k')).toBeNull()
  })

  // Mutant seen to fail: EVAL not sent after NOSCRIPT.
  test('knows a script after it ran once, and again after it was forgotten', async () => {
    await exec('SCRIPT', 'FLUSH')
    await expect(service.redis.evalsha(moveAndCount.sha, ['l'], ['a', 'b'])).rejects.toThrow('NOSCRIPT')
    expect(await service.run(moveAndCount, ['l'], ['a', 2])).toEqual([1, '2', null])
    expect(await service.redis.evalsha(moveAndCount.sha, ['l'], ['b', 'x'])).toEqual([2, 'x', null])
    await exec('SCRIPT', 'FLUSH')
    expect(await service.run(moveAndCount, ['l'], ['c', 'x'])).toEqual([3, 'x', null])
    await exec('SCRIPT', 'FLUSH')
    expect(await exec('SCRIPT', 'LOAD', moveAndCount.lua)).toBe(moveAndCount.sha)
    expect(await service.redis.evalsha(moveAndCount.sha, ['l'], ['d', 'x'])).toEqual([4, 'x', null])
    await exec('SCRIPT', 'FLUSH')
  })

  test("throws what a script's command was answered, and keeps what it did before", async () => {
    await exec('SET', 'k', 'x')
    await expect(service.run(moveAndCount, ['k'], ['a', 'b'])).rejects.toThrow(WRONGTYPE)
    await expect(exec('EVAL', moveAndCount.lua, 2, 'k')).rejects.toThrow(
      "ERR Number of keys can't be greater",
    )
    await expect(exec('EVAL', moveAndCount.lua, -1)).rejects.toThrow("ERR Number of keys can't be negative")
  })

  // Mutant seen to fail: RedisReplyError counted as a failure by the breaker.
  test('says what is wrong with a command, and stays in service', async () => {
    await exec('SET', 'k', 'x')
    const wrong: [string, ...string[]][] = [['LPUSH', 'k', 'y'], ['HGET', 'k', 'a'], ['ZCARD', 'k'], ['GET']]
    for (const command of wrong) {
      await expect(service.redis.exec(command)).rejects.toMatchObject({ name: 'RedisReplyError' })
    }
    await expect(exec('GET', 'a', 'b')).rejects.toThrow("ERR wrong number of arguments for 'get' command")
    await expect(exec('NADA', 'a')).rejects.toThrow(
      "ERR unknown command 'NADA', with args beginning with: 'a'",
    )
    expect(service.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  test('keeps commands that are sent at once apart', async () => {
    const keys = Array.from({ length: 200 }, (_, at) => `k${at}`)
    await Promise.all(keys.map((key) => service.redis.set(key, `de ${key}`)))
    const read = await Promise.all(keys.map((key) => service.redis.get(key)))
    expect(read).toEqual(keys.map((key) => `de ${key}`))
  })
})
