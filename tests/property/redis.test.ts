import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMANDS } from '@/redis/memory/server'
import { type TcpTransport, tcpTransport } from '@/redis/tcp'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { ARGUMENTS, step } from '../support/redis/commands'
import { pairWith } from '../support/redis/pair'
import { hasRedisServer, type RedisServer, startRedisServer } from '../support/redis-server'

test('is asked for every command that the store has', () => {
  const own = ['INFO'] // What it says of itself is its own.
  expect([...Object.keys(ARGUMENTS), ...own].sort()).toEqual(Object.keys(COMMANDS).sort())
})

describe.skipIf(!hasRedisServer)('the in-process store against a real server', () => {
  let server: RedisServer
  let real: TcpTransport
  beforeAll(async () => {
    server = await startRedisServer()
    real = tcpTransport(server.url, 20_000)
  })
  afterAll(async () => {
    real.close()
    await server.stop()
  })

  // Mutants seen to fail: a range's end below its list's beginning; LMOVE that deletes a list of one before it pushes;
  // SET without options that keeps the key's life.
  test(
    'answers every history of commands alike, errors too, and keeps the same',
    async () => {
      const history = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })
      const alike = fc.asyncProperty(history, async (steps) => {
        const pair = await pairWith(real)
        for (const one of steps) {
          const { real, store } = await pair.take(one)
          expect(store).toEqual(real)
        }
        const { real: kept, store: also } = await pair.dump()
        expect(also).toEqual(kept)
      })
      await fc.assert(alike, fcParams(150))
    },
    FC_TIMEOUT,
  )
})
