import { type CommandBus, createCommandBus } from '@/commands/bus'
import type { CommandEnvelope, CommandResult } from '@/commands/types'
import type { Actor } from '@/domain/actor'
import { createUlids } from '@/events/ids'
import { createRuntime } from '@/runtime'
import { interrupted } from './faults'
import { expectInvariants } from './invariants'
import { openTestSystem, type TestSystem } from './system'

type Rest = Pick<CommandEnvelope, 'versionVista'>

/** Two processes on one database, an operator, and a client whose ticket 1 stands at version 1. */
export interface TwoProcesses {
  readonly system: TestSystem
  readonly operador: Actor
  readonly cliente: Actor
  /** Dispatches in the other process. */
  readonly other: (actor: Actor, comando: CommandEnvelope['comando'], rest?: Rest) => Promise<CommandResult>
  /** Dispatches in this one, and does `between` once, after the first load and before the write that rests on it. */
  readonly overtaken: (
    between: () => Promise<unknown>,
    actor: Actor,
    comando: CommandEnvelope['comando'],
    rest?: Rest,
  ) => Promise<CommandResult>
  /** The kinds of ticket 1's events in order, after all invariants were found to hold. */
  readonly kinds: () => Promise<string[]>
  close(): Promise<void>
}

/** Opens both processes on a fresh database. */
export async function openTwoProcesses(): Promise<TwoProcesses> {
  const system = await openTestSystem()
  const second = await createRuntime(system.config)
  const [operador, cliente] = [await system.person('operador'), await system.person('cliente')]
  await system.dispatch(cliente, {
    tipo: 'crear_ticket',
    titulo: 'Impresora',
    descripcion: 'No imprime.',
    prioridad: 'media',
    categoria: null,
    solicitanteId: null,
  })
  return {
    system,
    operador,
    cliente,
    other: (actor, comando, rest) =>
      second.bus.dispatch({ comandoId: second.newId(), actor, comando, ...rest }),
    async overtaken(between, actor, comando, rest) {
      let done = false
      const once = async () => {
        if (!done) await between()
        done = true
      }
      const db = interrupted(system.runtime.db.as('api_server'), once)
      const bus: CommandBus = createCommandBus({ db, now: Date.now, newId: createUlids() })
      return await bus.dispatch({ comandoId: system.runtime.newId(), actor, comando, ...rest })
    },
    async kinds() {
      return (await expectInvariants(system)).filter((row) => row.ticket_id === 1).map((row) => row.tipo)
    },
    async close() {
      await second.close()
      await system.close()
    },
  }
}
