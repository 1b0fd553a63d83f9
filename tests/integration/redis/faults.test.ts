import { afterEach, describe, expect, it } from 'vitest'
import { readCounters } from '@/metrics/counters'
import { openRedis, type RedisService } from '@/redis/client'
import { RedisReplyError, RedisUnavailable } from '@/redis/reply'
import { faultyRedis, type RedisFault, seededFaults } from '../../support/redis/faults'
import { reading } from '../../support/redis/scripts'
import { hasRedisServer, type RedisServer, startRedisServer } from '../../support/redis-server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A clock that a test sets: circuits rest by it, answers are waited for by the machine's. */
function handClock() {
  let time = 1_000_000
  return {
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

const LONGEST_REST = 15_000
const outcome = (promise: Promise<unknown>) => promise.catch((error: unknown) => error)

/** Lets the circuit rest and tries again, until something is answered. */
async function untilAnswered(redis: RedisService['redis'], pass: (milliseconds: number) => void) {
  for (;;) {
    pass(LONGEST_REST)
    const answer = await outcome(redis.ping())
    if (answer === 'PONG') return answer
  }
}

describe('faults of every kind, drawn by a seed', () => {
  // Mutant seen to fail: a request that failed is sent again by itself.
  it.each([1, 2, 3])('are told clearly, and nothing is done twice (seed %i)', async (seed) => {
    const clock = handClock()
    const drawn: RedisFault[] = []
    const faults = seededFaults(seed, 0.4)
    let broken = true
    const next = () => {
      const fault = broken ? faults() : null
      drawn.push(fault)
      return fault
    }
    const service = openRedis({ tipo: 'memoria' }, { now: clock.now, around: faultyRedis(next) })
    const { redis } = service
    const seen = []
    for (let turn = 0; turn < 300; turn++) {
      seen.push(...(await Promise.all([outcome(redis.incr('n')), outcome(redis.incr('n'))])))
      clock.pass(turn % 7 === 0 ? 1000 : 50)
    }
    const known = seen.filter(
      (one) => typeof one === 'number' || one instanceof RedisUnavailable || one instanceof RedisReplyError,
    )
    expect(known).toHaveLength(seen.length)
    broken = false
    const carriedOut = drawn.filter((fault) => fault === null || fault === 'despues' || fault === 'tarde')
    await untilAnswered(redis, clock.pass)
    expect(await redis.get('n')).toBe(String(carriedOut.length))
    expect(drawn.filter((fault) => fault === 'despues').length).toBeGreaterThan(0)
    expect(service.state.circuito).toBe('cerrado')
  })
})

describe.skipIf(!hasRedisServer)('a real server', () => {
  const open = async (answerWithin: number, ...extra: string[]) => {
    const server: RedisServer = await startRedisServer(...extra)
    cleanups.push(server.stop)
    const clock = handClock()
    const service = openRedis({ tipo: 'tcp', url: server.url }, { now: clock.now, answerWithin })
    cleanups.push(service.close)
    return { server, service, redis: service.redis, pass: clock.pass }
  }

  // Mutants seen to fail: ioredis's own text of retries; a connection that is not made anew.
  it('that was killed is named as the cause, left alone, and used again when it is back', async () => {
    const { server, service, redis, pass } = await open(20_000)
    await redis.set('k', 'x')
    await server.kill()
    await untilOpen(service, () => redis.get('k'))
    expect(service.state.ultimoError).toBe(`connect ECONNREFUSED 127.0.0.1:${server.port}`)
    await expect(redis.get('k')).rejects.toThrow(RedisUnavailable)
    await expect(redis.pipeline().get('k').exec()).rejects.toThrow(RedisUnavailable)
    pass(500)
    expect(await outcome(redis.ping())).toBeInstanceOf(RedisUnavailable)
    expect(service.state.circuito).toBe('abierto')
    await server.start()
    expect(await untilAnswered(redis, pass)).toBe('PONG')
    expect(await redis.get('k')).toBeNull()
    expect(service.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
  })

  it('that answers nothing fails each command in time, and is used again when it goes on', async () => {
    const { server, service, redis, pass } = await open(200)
    await untilAnswered(redis, pass)
    server.pause()
    await untilOpen(service, () => redis.multi().set('k', 'x').get('k').exec())
    expect(service.state.ultimoError).toMatch(/^no (answer|connection) in 200 ms$/)
    pass(500)
    await expect(redis.ping()).rejects.toThrow(/^no (answer|connection) in 200 ms$/)
    server.resume()
    expect(await untilAnswered(redis, pass)).toBe('PONG')
  })

  it('that has no room refuses what would take some, and serves all else', async () => {
    const { server, service, redis } = await open(20_000, '--maxmemory', '3mb')
    const before = readCounters()['redis.failures']?.OOM ?? 0
    await redis.set('k', 'x')
    const text = 'x'.repeat(100_000)
    const filled = []
    for (let n = 0; n < 60; n++) filled.push(await outcome(redis.set(`g${n}`, text)))
    const refused = filled.filter((one) => one instanceof RedisReplyError && one.message.startsWith('OOM '))
    expect(refused.length).toBeGreaterThan(3)
    const [wrote, read] = await redis.pipeline().set('k', text).get('k').exec({ keepErrors: true })
    expect([wrote.error?.slice(0, 4), read.result]).toEqual(['OOM ', 'x'])
    await expect(redis.multi().set('k', text).exec()).rejects.toThrow('EXECABORT')
    expect(readCounters()['redis.failures']?.OOM).toBeGreaterThan(before + 3)
    expect(service.state).toMatchObject({ circuito: 'cerrado', ultimoError: null })
    await server.flush()
    expect(await redis.set('k', text)).toBe('OK')
  })

  it('that was wiped, scripts and all, is filled again without anybody noticing', async () => {
    const { server, service, redis } = await open(20_000)
    await redis.set('k', 'x')
    expect(await service.run(reading, ['k'], [])).toBe('x')
    await server.flush()
    await redis.exec(['SCRIPT', 'FLUSH'])
    expect(await service.run(reading, ['k'], [])).toBeNull()
    await redis.set('k', 'y')
    expect(await service.run(reading, ['k'], [])).toBe('y')
  })

  // Mutant seen to fail: no waiting for the connection.
  it('answers all that a fresh process asks at once', async () => {
    const { redis } = await open(20_000)
    const answers = await Promise.all(Array.from({ length: 50 }, () => redis.incr('n')))
    expect(answers).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
  })

  // Mutant seen to fail: SELECT not waited for.
  it('without the database that the address names is not written to', async () => {
    const { server, redis } = await open(20_000)
    const url = `${server.url}/99`
    const other = openRedis({ tipo: 'tcp', url }, { now: Date.now, answerWithin: 20_000 })
    cleanups.push(other.close)
    await expect(other.redis.set('k', 'x')).rejects.toThrow('ERR DB index is out of range')
    expect(await redis.dbsize()).toBe(0)
  })

  it('that wants a password says so, and the circuit shows it', async () => {
    const { server, service, redis } = await open(20_000, '--requirepass', 'una-clave')
    await untilOpen(service, () => redis.ping())
    expect(service.state.ultimoError).toBe('NOAUTH Authentication required.')
    const as = (password: string) => {
      const url = server.url.replace('//', `//:${password}@`)
      const opened = openRedis({ tipo: 'tcp', url }, { now: Date.now, answerWithin: 20_000 })
      cleanups.push(opened.close)
      return opened.redis
    }
    await expect(as('otra').ping()).rejects.toThrow(/^WRONGPASS /)
    expect(await as('una-clave').ping()).toBe('PONG')
  })
})

/** Sends until the circuit opens; every command on the way fails as unavailable. */
async function untilOpen(service: RedisService, send: () => Promise<unknown>): Promise<void> {
  while (service.state.circuito !== 'abierto') expect(await outcome(send())).toBeInstanceOf(RedisUnavailable)
}
