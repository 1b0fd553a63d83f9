import { describe, expect, test } from 'vitest'
import type { CommandResult } from '@/commands/types'
import type { Command } from '@/domain/commands'
import { createRuntime } from '@/runtime'
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
  test('are two for a command on what this process has not seen yet: load and append', async () => {
    const { system, operador } = world()
    await system.dispatch(operador, nuevo('Uno'))
    const fresh = await createRuntime(system.config)
    const give = (comando: Command) => () =>
      fresh.bus.dispatch({ comandoId: fresh.newId(), actor: operador, comando })
    expect(await requestsOf(give(comentar('Hola')))).toBe(2)
    await fresh.close()
  })

  test('is one for a command on rows that this process wrote or loaded last', async () => {
    const { system, operador } = world()
    expect(await requestsOf(() => system.dispatch(operador, nuevo('Uno')))).toBe(1)
    expect(await requestsOf(() => system.dispatch(operador, comentar('Hola')))).toBe(1)
    await expectInvariants(system)
  })

  test('are three for a command on a ticket that another process moved on: refused, loaded, appended', async () => {
    const { system, operador } = world()
    await system.dispatch(operador, nuevo('Uno'))
    const other = await createRuntime(system.config)
    await other.bus.dispatch({ comandoId: other.newId(), actor: operador, comando: comentar('Yo antes') })
    expect(await requestsOf(() => system.dispatch(operador, comentar('Hola')))).toBe(3)
    await other.close()
    await expectInvariants(system)
  })

  test('are one for a command that is rejected, and two for one that was applied before: refused, loaded', async () => {
    const { system, operador } = world()
    expect(await requestsOf(() => system.dispatch(operador, comentar('Nadie')))).toBe(1)
    const comandoId = system.runtime.newId()
    await system.dispatch(operador, nuevo('Uno'), { comandoId })
    expect(await requestsOf(() => system.dispatch(operador, nuevo('Uno'), { comandoId }))).toBe(2)
  })

  test('is one in all for 64 commands that arrive together, on as many tickets', async () => {
    const { system, operador } = world()
    const ids = Array.from({ length: 64 }, (_, n) => n + 1)
    const all = (give: (n: number) => Promise<CommandResult>) => Promise.all(ids.map(give))
    expect(await requestsOf(() => all((n) => system.dispatch(operador, nuevo(`T${n}`))))).toBe(1)
    let results: CommandResult[] = []
    const requests = await requestsOf(async () => {
      results = await all((ticketId) =>
        system.dispatch(operador, { tipo: 'comentar', ticketId, comentario: 'Hola', interno: false }),
      )
    })
    expect(requests).toBe(1)
    expect(accepted(results).map(({ sujeto, version }) => [sujeto.id, version])).toEqual(
      ids.map((id) => [id, 2]),
    )
    await expectInvariants(system)
  })

  test('is shared by 256 commands, twice what a file’s groups hold', async () => {
    const { system, operador } = world()
    const send = () =>
      Promise.all(Array.from({ length: 256 }, (_, n) => system.dispatch(operador, nuevo(`T${n}`))))
    expect(await requestsOf(send)).toBe(1)
  })
})
