import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { registeredScripts } from '@/redis/script'
import { type TcpTransport, tcpTransport } from '@/redis/tcp'
// Whatever the service can run is registered by what it is put together from.
import '@/runtime'
import { FC_TIMEOUT, fcParams } from '../support/fc'
import { pairWith, type Step } from '../support/redis/pair'
import { scriptCases } from '../support/redis/script-cases'
import { hasRedisServer, type RedisServer, startRedisServer } from '../support/redis-server'

test('holds every registered script against its Lua', () => {
  const held = new Set(scriptCases.map(({ script }) => script.name))
  expect(registeredScripts().filter(({ name }) => !held.has(name))).toEqual([])
})

describe.skipIf(!hasRedisServer)('a script in the in-process store against a real server', () => {
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

  // Mutants seen to fail: a twin that leaves out a command, does two in another order, or answers '' for nothing.
  test.each(scriptCases.map((one) => ({ ...one, name: one.script.name })))(
    '$name does and answers the same',
    async ({ script, call, between }) => {
      const run = (command: Step & { as: 'run' }) => command
      const step: fc.Arbitrary<Step> = fc.oneof(
        {
          weight: 6,
          arbitrary: call.map(({ keys, args }) =>
            run({ as: 'run', commands: [['EVAL', script.lua, keys.length, ...keys, ...args]] }),
          ),
        },
        { weight: 3, arbitrary: between.map((command) => run({ as: 'run', commands: [command] })) },
        {
          weight: 1,
          arbitrary: fc.record({ as: fc.constant('wait' as const), units: fc.constantFrom(1, 2) }),
        },
      )
      const alike = fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }),
        async (steps) => {
          const pair = await pairWith(real)
          for (const one of steps) {
            const answers = await pair.take(one)
            expect(answers.store).toEqual(answers.real)
          }
          const kept = await pair.dump()
          expect(kept.store).toEqual(kept.real)
        },
      )
      await fc.assert(alike, fcParams(40))
    },
    FC_TIMEOUT,
  )
})
