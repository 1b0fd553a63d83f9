import { createServer, type Server, type Socket, connect as socketTo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openRedis, type RedisConfig } from '@/redis/client'
import { memoryTransport } from '@/redis/memory/transport'
import { RedisUnavailable } from '@/redis/reply'
import { freePort } from '../../support/ports'
import { startRestFront } from '../../support/redis-rest'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function open(config: RedisConfig, answerWithin = 20_000) {
  const service = openRedis(config, { now: Date.now, answerWithin })
  cleanups.push(service.close)
  return service
}

/** Listens on a port of its own, and does with each connection as told. */
async function listen(onConnection: (socket: Socket, nth: number) => void): Promise<number> {
  let nth = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    onConnection(socket, ++nth)
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return port
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('was answered'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(RedisUnavailable)
      return error instanceof Error ? error.message : ''
    },
  )

describe('a network over TCP', () => {
  it('where nobody listens is named', async () => {
    const port = await freePort()
    const { redis } = open({ tipo: 'tcp', url: `redis://127.0.0.1:${port}` })
    expect(await failure(redis.ping())).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`)
    const local = open({ tipo: 'tcp', url: `redis://localhost:${port}` })
    expect(await failure(local.redis.ping())).toMatch(/^connect ECONNREFUSED /)
  })

  it('that hangs up is told from one that is silent', async () => {
    const rude = await listen((socket) => socket.destroy())
    expect(await failure(open({ tipo: 'tcp', url: `redis://127.0.0.1:${rude}` }).redis.ping())).toMatch(
      /closed|ECONNRESET/i,
    )
    const silent = await listen(() => undefined)
    const { redis } = open({ tipo: 'tcp', url: `redis://127.0.0.1:${silent}` }, 100)
    expect(await failure(redis.ping())).toBe('no connection in 100 ms')
  })

  // Mutant seen to fail: a connection that swallowed a command kept for the next.
  it.skipIf(!hasRedisServer)('that died without a word costs one command, and no more', async () => {
    const server = await startRedisServer()
    cleanups.push(server.stop)
    let swallow = false
    const port = await listen((socket, nth) => {
      const behind = socketTo(server.port, '127.0.0.1').on('error', () => undefined)
      cleanups.push(() => behind.destroy())
      behind.pipe(socket)
      socket.on('data', (data) => void (nth === 1 && swallow ? null : behind.write(data)))
    })
    const service = open({ tipo: 'tcp', url: `redis://127.0.0.1:${port}` }, 2000)
    const { redis } = service
    expect(await redis.set('k', 'x')).toBe('OK')
    swallow = true
    expect(await failure(redis.set('k', 'y'))).toBe('no answer in 2000 ms')
    expect(await redis.get('k')).toBe('x')
    expect(service.state.circuito).toBe('cerrado')
  })
})

describe('a network over REST', () => {
  async function front() {
    const served = await startRestFront(memoryTransport(Date.now))
    cleanups.push(served.close)
    const { redis } = open({ tipo: 'rest', url: served.url, token: served.token })
    return { served, redis }
  }

  it('with a wrong token says so, and the circuit shows it', async () => {
    const { served } = await front()
    const service = open({ tipo: 'rest', url: served.url, token: 'otro' })
    for (let n = 0; n < 3; n++)
      expect(await failure(service.redis.set('clave', 'un-secreto'))).toBe(
        'WRONGPASS invalid or missing auth token',
      )
    expect(service.state).toMatchObject({
      circuito: 'abierto',
      ultimoError: 'WRONGPASS invalid or missing auth token',
    })
    expect(served.requests).toBe(3)
  })

  // Mutant seen to fail: `retry: false`, which the client takes for one try more.
  it('sends nothing a second time by itself when the connection breaks', async () => {
    const { served, redis } = await front()
    served.hijack((response) => response.destroy())
    await failure(redis.incr('n'))
    expect(served.requests).toBe(1)
    served.hijack(null)
    expect(await redis.incr('n')).toBe(1)
  })

  it('is told from a proxy in front that speaks no JSON, and from a service that is over its limit', async () => {
    const { served, redis } = await front()
    served.hijack((response) => response.writeHead(502).end('<h1>Bad Gateway</h1>'))
    expect(await failure(redis.get('k'))).toBe('an answer that is not JSON')
    const limit = 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10001.'
    served.hijack((response) => response.writeHead(400).end(JSON.stringify({ error: limit })))
    expect(await failure(redis.get('k'))).toBe(limit)
  })

  it('takes a refusal among the answers of a pipeline for the whole of it', async () => {
    const { served, redis } = await front()
    served.hijack((response) =>
      response.end(JSON.stringify([{ result: 'OK' }, { error: 'LOADING the dataset' }])),
    )
    expect(await failure(redis.pipeline().set('k', 'x').get('k').exec({ keepErrors: true }))).toBe(
      'LOADING the dataset',
    )
  })

  // Mutant seen to fail: the client's own message passed on.
  it('keeps what was to be written out of its errors', async () => {
    const { redis } = await front()
    await redis.set('k', 'x')
    const error = await redis.lpush('k', 'un-secreto').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      name: 'RedisReplyError',
      message: 'WRONGTYPE Operation against a key holding the wrong kind of value',
    })
  })

  it('is not waited for without end, nor where nobody listens', async () => {
    const { served } = await front()
    served.hijack(() => undefined)
    const { redis } = open({ tipo: 'rest', url: served.url, token: served.token }, 100)
    expect(await failure(redis.ping())).toBe('no answer in 100 ms')
    const port = await freePort()
    const gone = open({ tipo: 'rest', url: `http://127.0.0.1:${port}`, token: 'un-token' })
    expect(await failure(gone.redis.ping())).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`)
  })
})
