import { afterEach, beforeEach } from 'vitest'
import type { CommandResult } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import type { HranaServer } from '../hrana/server'
import { openTestSystem, type TestSystem } from '../system'

/** A remote system, what serves its database, and an operator. */
export interface RemoteWorld {
  readonly system: TestSystem
  readonly server: HranaServer
  readonly operador: Actor
}

/** A fresh remote system before each test of the surrounding suite. */
export function freshRemoteWorld(): () => RemoteWorld {
  let world: RemoteWorld | null = null
  beforeEach(async () => {
    const system = await openTestSystem({ remote: true })
    if (system.server === null) throw new Error('no server')
    world = { system, server: system.server, operador: await system.person('operador') }
  })
  afterEach(async () => await world?.system.close())
  return () => {
    if (world === null) throw new Error('a world is there only while a test runs')
    return world
  }
}

/** The results that were accepted. */
export function accepted(
  results: readonly CommandResult[],
): Extract<CommandResult, { estado: 'aceptado' }>[] {
  return results.flatMap((result) => (result.estado === 'aceptado' ? [result] : []))
}
