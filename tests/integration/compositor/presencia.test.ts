import { afterEach, describe, expect, it } from 'vitest'
import type { Rol } from '@/domain/values'
import { createPresence, type Modo, PRESENT_FOR_MS } from '@/live/presence'
import { openRedis, type RedisConfig } from '@/redis/client'
import { MAX_PRESENT } from '@/redis/presence'
import { hasRedisServer, startRedisServer } from '../../support/redis-server'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const PEOPLE = {
  marta: { id: 2, rol: 'operador', nombre: 'Marta' },
  blas: { id: 3, rol: 'admin', nombre: 'Blas' },
  clara: { id: 4, rol: 'cliente', nombre: 'Clara' },
  aldo: { id: 5, rol: 'auditor', nombre: 'Aldo' },
} as const satisfies Record<string, { id: number; rol: Rol; nombre: string }>
type Name = keyof typeof PEOPLE

/** A process's presence, by a clock of the test's. */
function open(config: RedisConfig = { tipo: 'memoria' }) {
  let time = Date.now()
  const redis = openRedis(config, { now: () => time })
  cleanups.push(redis.close)
  const presence = createPresence(redis, () => time)
  const report = async (name: Name, modo: Modo | null = 'viendo', pestana = `${name}-pestana`) =>
    (await presence.report(PEOPLE[name], { ticketId: 7, pestana, modo })).map(
      (one) => `${one.nombre} ${one.modo}`,
    )
  return { presence, report, pass: (ms: number) => (time += ms) }
}

describe('who has a ticket before them', () => {
  it('is told to the others of the team, with what they do', async () => {
    const { report } = open()
    expect(await report('marta')).toEqual([])
    expect(await report('blas', 'escribiendo')).toEqual(['Marta viendo'])
    expect(await report('marta')).toEqual(['Blas escribiendo'])
    await report('blas', 'viendo')
    expect(await report('marta')).toEqual(['Blas viendo'])
  })

  it('is somebody once, however many tabs they have; whoever writes in one, writes', async () => {
    const { report } = open()
    await report('blas', 'escribiendo', 'la-primera')
    await report('blas', 'viendo', 'la-segunda')
    expect(await report('marta')).toEqual(['Blas escribiendo'])
    await report('blas', null, 'la-primera')
    expect(await report('marta')).toEqual(['Blas viendo'])
    await report('blas', null, 'la-segunda')
    expect(await report('marta')).toEqual([])
  })

  // Mutants seen to fail: `others` for every viewer (the client reads the team), and a client's `modo` as it comes.
  it('is never told to a client, who is seen by the team as looking and no more', async () => {
    const { report } = open()
    await report('marta', 'escribiendo')
    expect(await report('clara', 'escribiendo')).toEqual([])
    expect(await report('marta')).toEqual(['Clara viendo'])
  })

  // Mutant seen to fail: a report that anybody may make.
  it('leaves the auditor aside, who neither sees nor is seen', async () => {
    const { report } = open()
    await report('marta')
    expect(await report('aldo')).toEqual([])
    expect(await report('blas')).toEqual(['Marta viendo'])
  })

  // Mutant seen to fail: a tab that there is no room for rings everybody, each time that it reports.
  it('rings nobody for a tab that there is no room for', async () => {
    const { presence, report } = open()
    for (let n = 0; n < MAX_PRESENT; n++) await report('blas', 'viendo', `pestana-${n}`)
    const rung: number[] = []
    presence.listen(PEOPLE.blas, (ticketId) => rung.push(ticketId))
    await report('marta')
    await report('marta')
    expect(rung).toEqual([])
    await report('blas', null, 'pestana-1')
    await report('marta')
    expect(rung).toEqual([7, 7])
  })

  // Mutant seen to fail: a script that prunes nothing.
  it('ends by itself when the reports do', async () => {
    const { report, pass } = open()
    await report('blas')
    pass(PRESENT_FOR_MS - 1)
    expect(await report('marta')).toEqual(['Blas viendo'])
    pass(1)
    expect(await report('marta')).toEqual([])
  })

  it('is of one ticket and not of another', async () => {
    const { presence, report } = open()
    await report('blas')
    const other = await presence.report(PEOPLE.marta, { ticketId: 8, pestana: 'otra-cosa', modo: 'viendo' })
    expect(other).toEqual([])
  })
})

describe('a change of it', () => {
  it('is told at once to the team that listens, and a report that changes nothing is not', async () => {
    const { presence, report } = open()
    const heard: number[] = []
    const end = presence.listen(PEOPLE.marta, (ticketId) => heard.push(ticketId))
    await report('blas')
    await report('blas')
    expect(heard).toEqual([7])
    await report('blas', 'escribiendo')
    await report('blas', null)
    expect(heard).toEqual([7, 7, 7])
    end()
    await report('blas')
    expect(heard).toHaveLength(3)
  })

  // Mutant seen to fail: `listen` that asks for no role.
  it('is told to no client and no auditor', async () => {
    const { presence, report } = open()
    const heard: number[] = []
    presence.listen(PEOPLE.clara, (ticketId) => heard.push(ticketId))
    presence.listen(PEOPLE.aldo, (ticketId) => heard.push(ticketId))
    await report('blas')
    expect(heard).toEqual([])
  })
})

describe.skipIf(!hasRedisServer)('with a Redis of its own', () => {
  it('is shared by processes', async () => {
    const server = await startRedisServer()
    cleanups.push(server.stop)
    const [here, there] = [open({ tipo: 'tcp', url: server.url }), open({ tipo: 'tcp', url: server.url })]
    await here.report('blas', 'escribiendo')
    expect(await there.report('marta')).toEqual(['Blas escribiendo'])
  })

  // Mutant seen to fail: a report that passes on what Redis throws.
  it('is simply absent while that is gone, and there again when it is back', async () => {
    const server = await startRedisServer()
    cleanups.push(server.stop)
    const { report, pass } = open({ tipo: 'tcp', url: server.url })
    await report('blas')
    await server.kill()
    for (let tries = 0; tries < 5; tries++) expect(await report('marta')).toEqual([])
    await server.start()
    await expect
      .poll(
        async () => {
          pass(15_000)
          await report('blas')
          return await report('marta')
        },
        { timeout: 20_000 },
      )
      .toEqual(['Blas viendo'])
  })
})
