import { describe, expect, test } from 'vitest'
import type { CommandResult } from '@/commands/types'
import { expectInvariants } from '../../support/invariants'
import { comentar, nuevo } from '../../support/suites/bus/world'
import { accepted, freshRemoteWorld } from '../../support/suites/remote'

const world = freshRemoteWorld()

/** How many requests the server got while `work` ran. */
async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  const { server } = world()
  const before = server.pipelines()
  await work()
  return server.pipelines() - before
}

// A mutant seen to fail: a bus that drains at once, without a turn of the event loop.
describe('round trips to a remote database', () => {
  test('are two for a command: load and append', async () => {
    const { system, operador } = world()
    expect(await requestsOf(() => system.dispatch(operador, nuevo('Uno')))).toBe(2)
    expect(await requestsOf(() => system.dispatch(operador, comentar('Hola')))).toBe(2)
  })

  test('are one for a command that is rejected, or that was applied before', async () => {
    const { system, operador } = world()
    expect(await requestsOf(() => system.dispatch(operador, comentar('Nadie')))).toBe(1)
    const comandoId = system.runtime.newId()
    await system.dispatch(operador, nuevo('Uno'), { comandoId })
    expect(await requestsOf(() => system.dispatch(operador, nuevo('Uno'), { comandoId }))).toBe(1)
  })

  test('are two in all for 64 commands that arrive together, on as many tickets', async () => {
    const { system, operador } = world()
    const ids = Array.from({ length: 64 }, (_, n) => n + 1)
    const all = (give: (n: number) => Promise<CommandResult>) => Promise.all(ids.map(give))
    expect(await requestsOf(() => all((n) => system.dispatch(operador, nuevo(`T${n}`))))).toBe(2)
    let results: CommandResult[] = []
    const requests = await requestsOf(async () => {
      results = await all((ticketId) =>
        system.dispatch(operador, { tipo: 'comentar', ticketId, comentario: 'Hola', interno: false }),
      )
    })
    expect(requests).toBe(2)
    expect(accepted(results).map(({ sujeto, version }) => [sujeto.id, version])).toEqual(
      ids.map((id) => [id, 2]),
    )
    await expectInvariants(system)
  })

  test('are shared by 256 commands, twice what a file’s groups hold', async () => {
    const { system, operador } = world()
    const send = () =>
      Promise.all(Array.from({ length: 256 }, (_, n) => system.dispatch(operador, nuevo(`T${n}`))))
    expect(await requestsOf(send)).toBe(2)
  })
})
